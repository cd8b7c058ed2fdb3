/** A timer that comes so much too late says that the machine slept (ms). */
const SLEPT = 5000
const TICK = 2000

/** Tells when the way to the others may be another one: the network is back, is a different one, or the machine woke. @returns how to stop */
export function watchNetwork(moved: () => void): () => void {
  const { connection } = navigator as { connection?: EventTarget }
  let last = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - last > TICK + SLEPT) moved()
    last = now
  }, TICK)
  addEventListener('online', moved)
  connection?.addEventListener('change', moved)
  return () => {
    clearInterval(timer)
    removeEventListener('online', moved)
    connection?.removeEventListener('change', moved)
  }
}
