import type { Page } from 'playwright-core'

export interface Opening {
  /** From the tap to the last message on the screen, in ms. */
  readonly shownMs: number
  /** The longest task of the main thread meanwhile, in ms; 0 when none reached 50. */
  readonly longestTaskMs: number
}

/** Opens the first chat of the list at its last message: above it may stand who asks to write. */
export async function openChat(page: Page): Promise<Opening> {
  await page.evaluate(() => {
    const tasks: number[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration)
    }).observe({ type: 'longtask', buffered: false })
  })
  const shownMs = await page.evaluate(async () => {
    const start = performance.now()
    document.querySelector<HTMLElement>('[role=listitem] a[href^="/c/"]')?.click()
    while (!document.querySelector('[data-message]')) await new Promise(requestAnimationFrame)
    return performance.now() - start
  })
  await page.waitForTimeout(1500)
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks)
  return { shownMs, longestTaskMs: Math.max(0, ...tasks) }
}
