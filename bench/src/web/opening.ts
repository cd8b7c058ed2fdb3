import type { Page } from 'playwright-core'
import { readTasks, watchTasks } from './long-tasks.ts'

export interface Opening {
  /** From the tap to the last message on the screen, in ms. */
  readonly shownMs: number
  /** The longest task of the main thread meanwhile, in ms; 0 when none reached 50. */
  readonly longestTaskMs: number
}

/** Opens the first chat of the list at its last message: above it may stand who asks to write. */
export async function openChat(page: Page): Promise<Opening> {
  await watchTasks(page)
  const shownMs = await page.evaluate(async () => {
    const start = performance.now()
    document.querySelector<HTMLElement>('[role=listitem] a[href^="/c/"]')?.click()
    while (!document.querySelector('[data-message]')) await new Promise(requestAnimationFrame)
    return performance.now() - start
  })
  await page.waitForTimeout(1500)
  return { shownMs, longestTaskMs: Math.max(0, ...(await readTasks(page))) }
}
