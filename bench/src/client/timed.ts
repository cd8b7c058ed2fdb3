import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface Timed {
  readonly seconds: number
  /** CPU-seconds of this process. */
  readonly cpu: number
  /** The longest time in which the thread did nothing else, in ms. */
  readonly pause: number
}

/** What a piece of work took. */
export async function timed(run: () => Promise<unknown>): Promise<Timed> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const before = process.cpuUsage()
  const began = performance.now()
  delay.enable()
  await run()
  delay.disable()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6, pause: delay.max / 1e6 }
}

export const verdict = (value: number, target: number): string => (value <= target ? 'held' : '**missed**')
