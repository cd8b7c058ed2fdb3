import type { Page } from 'playwright-core'
import { pageHeap, processMemory } from '../web/device/memory.ts'
import { useOnce } from './use.ts'

/** MB: script objects of the page, and the whole process of page and worker as the system counts it. */
export interface Memory {
  heap: number
  process: number
}

async function memoryOf(page: Page, profile: string): Promise<Memory> {
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('HeapProfiler.collectGarbage')
  await protocol.detach()
  await page.waitForTimeout(2000)
  return { heap: await pageHeap(page), process: await processMemory(profile) }
}

/** Use without the pauses that people make: so many rounds, each of them a scripted minute. */
export async function endure(page: Page, profile: string, rounds: number): Promise<{ start: Memory; end: Memory }> {
  // What is opened for the first time is loaded then, and stays.
  await useOnce(page, 0, 100)
  const start = await memoryOf(page, profile)
  for (let round = 1; round <= rounds; round++) await useOnce(page, round, 100)
  return { start, end: await memoryOf(page, profile) }
}
