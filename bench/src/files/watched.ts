import { setTimeout as pause } from 'node:timers/promises'

/** What a gauge said again and again while something ran; at least once. */
export async function watched(gauge: () => Promise<number>, work: () => Promise<unknown>): Promise<number[]> {
  const over = new AbortController()
  const watch = (async () => {
    const seen: number[] = []
    do {
      seen.push(await gauge())
      await pause(150)
    } while (!over.signal.aborted)
    return seen
  })()
  try {
    await work()
  } finally {
    over.abort()
  }
  return await watch
}
