import type { Sql } from '../db/index.ts'

const channel = 'soroka_bus'

/** Another way to the other nodes, for the few words that must not wait until Redis is back (G10). */
export interface UrgentLine {
  say(text: string): void
  /** Resolves when whatever is said from now on is heard. */
  hear(listener: (text: string) => void): Promise<void>
}

/** By the database, which every node has; too slow for everything. */
export function openUrgentLine(sql: Sql, onError: (error: unknown) => void): UrgentLine {
  return {
    say: (text) => void sql.notify(channel, text).catch(onError),
    hear: async (listener) => void (await sql.listen(channel, listener)),
  }
}
