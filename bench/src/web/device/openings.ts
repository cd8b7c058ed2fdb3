import type { Page } from 'playwright-core'
import { readTasks, watchTasks } from '../long-tasks.ts'

/** Opens chats of the list one after another, each for the first time in this page. @returns ms from the tap to the last message, and tasks over 50 ms */
export async function openMany(page: Page, places: number[]): Promise<{ shown: number[]; tasks: number[] }> {
  const shown: number[] = []
  await watchTasks(page)
  for (const place of places) {
    await page.evaluate(scrollList, place)
    await page.waitForTimeout(250)
    shown.push(await page.evaluate(tap, place))
    await page.waitForTimeout(700)
    await page.evaluate(() => history.back())
    await page.waitForTimeout(500)
  }
  return { shown, tasks: await readTasks(page) }
}

function scrollList(place: number): void {
  const list = document.querySelector<HTMLElement>('[role=list]')
  list?.scrollTo(0, Math.max(0, place * 70 - 200))
}

async function tap(place: number): Promise<number> {
  const row = document.querySelector<HTMLElement>(`[role=list] > * > [aria-posinset="${place + 1}"] a`)
  if (row === null) throw new Error(`chat ${place} is not in the list`)
  const began = performance.now()
  row.click()
  while (document.querySelector('[data-message]') === null) await new Promise(requestAnimationFrame)
  return performance.now() - began
}
