import type { Page } from 'playwright-core'

/** When it began, in ms after the start of the page, and how long it took, in ms. */
export interface Task {
  readonly at: number
  readonly ms: number
}

/** From here on, what occupies the main thread for longer than 50 ms is noted. */
export async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: Task[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push({ at: entry.startTime, ms: entry.duration })
    }).observe({ type: 'longtask', buffered: false })
  })
}

/** What was noted. */
export function readTasksInTime(page: Page): Promise<Task[]> {
  return page.evaluate(() => (window as unknown as { tasks: Task[] }).tasks)
}

/** How long each noted task took, in ms. */
export async function readTasks(page: Page): Promise<number[]> {
  return (await readTasksInTime(page)).map(({ ms }) => ms)
}
