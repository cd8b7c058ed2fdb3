/** Over all pages and the worker of this device. */
const LOCK = 'soroka.notifications'
/** A page that was frozen in the middle keeps nobody waiting for longer (ms). */
const PATIENCE = 2000

/**
 * Looks through the notifications, or shows one, while nobody else does. Chromium drops what it knows of a notification
 * that is being shown while somebody lists them: it stays on the screen, but a press on it does nothing, and the next push
 * of its chat begins anew.
 */
export async function atShelf<T>(work: () => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(PATIENCE)
  let begun = false
  try {
    return await navigator.locks.request(LOCK, { signal }, () => {
      begun = true
      return work()
    })
  } catch (error) {
    // Not even a lock: to show it is more than to show it well.
    if (begun) throw error
    return await work()
  }
}
