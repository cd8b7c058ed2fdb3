import type { Page } from 'playwright-core'
import { readTasksInTime, watchTasks } from '../web/long-tasks.ts'
import { useOnce } from './use.ts'

/** A task of the page's own thread: how long (ms), and what was done when it began. */
export interface LongTask {
  ms: number
  act: string
}

/** Acts for about a minute on a processor so many times slower. @returns how long it took (s), and the tasks over 50 ms */
export async function scriptedMinute(page: Page, slower: number): Promise<{ seconds: number; tasks: LongTask[] }> {
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await watchTasks(page)
  const begun: { act: string; at: number }[] = []
  const began = performance.now()
  const pageNow = () => page.evaluate(() => performance.now())
  const offset = (await pageNow()) - began
  for (let round = 0; performance.now() - began < 60_000; round++)
    await useOnce(page, round, 300, (act) => begun.push({ act, at: performance.now() + offset }))
  const tasks = await readTasksInTime(page)
  await protocol.detach()
  return {
    seconds: (performance.now() - began) / 1000,
    tasks: tasks.map(({ at, ms }) => ({ ms, act: begun.findLast((one) => one.at <= at + ms)?.act ?? 'before' })),
  }
}
