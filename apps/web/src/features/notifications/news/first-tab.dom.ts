import { isLookedAt } from './use-focus-word.dom.ts'

/** Who is not looked at leaves it to another tab that is (ms). */
const AFTER = 250
/** Longer than the slowest tab waits (ms). */
const HELD = 2_000

/** Of all tabs one does it: the one that is looked at, else a visible one, else any. */
export async function inFirstTab(name: string, work: () => void): Promise<void> {
  const wait = isLookedAt() ? 0 : document.visibilityState === 'visible' ? AFTER / 2 : AFTER
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  await navigator.locks.request(`soroka.news ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return
    work()
    await new Promise((resolve) => setTimeout(resolve, HELD))
  })
}
