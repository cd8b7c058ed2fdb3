import { setTimeout as pause } from 'node:timers/promises'
import { troubleOf } from './database-trouble.ts'

/** Before each further try, ms: a database that is starting, recovering or changing its place is back within them. */
const pauses = [200, 500, 1000, 2000, 4000, 8000]

/**
 * Does what must be whole or not at all, again where the database went away in the middle of it.
 * @param told hears of each try that failed
 * @throws what the last try threw, or the first that was no matter of time
 */
export async function waitingForDatabase<T>(work: () => Promise<T>, told: (error: unknown) => void): Promise<T> {
  for (const ms of pauses) {
    try {
      return await work()
    } catch (error) {
      if (troubleOf(error) !== 'retry') throw error
      told(error)
      await pause(ms)
    }
  }
  return work()
}
