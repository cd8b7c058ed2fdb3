import { setImmediate } from 'node:timers/promises'
import { SorokaError } from '@soroka/protocol'

/** Lets work through, so much at a time (S16). */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** `atOnce` run together and `waiting` more stand in line; whoever comes then is told to come back. */
export function openGate(atOnce: number, waiting: number): Gate {
  let running = 0
  const line: (() => void)[] = []
  return async (work) => {
    if (running >= atOnce) {
      if (line.length >= waiting) throw new SorokaError('UNAVAILABLE', { retryAfter: 2 })
      await new Promise<void>((go) => line.push(go))
    } else {
      running += 1
    }
    try {
      // OPAQUE computes without a pause: other requests get their turn first.
      await setImmediate()
      return await work()
    } finally {
      const next = line.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
