// Keeps one postgres running: starts another when it ends unasked.
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresLog } from './log-lines.ts'
import type { Postmaster } from './postmaster.ts'

export type PostgresState = 'running' | 'restarting' | 'stopped'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000
/** One that ends sooner than this after it was ready waits longer, lest a crash loop keep a core busy. */
const SHORT_RUN_MS = 1_000
const SHORT_RUN_PAUSE_MS = 500

export interface Supervisor {
  pid(): number | undefined
  state(): PostgresState
  onState(listener: (state: PostgresState) => void): () => void
  stop(): Promise<void>
}

/** Watches `current`, and calls `start` with growing pauses each time it ends, until stop(). */
export function supervise(current: Postmaster, start: () => Promise<Postmaster>, log: PostgresLog): Supervisor {
  const listeners = new Set<(state: PostgresState) => void>()
  const stopping = new AbortController()
  let postmaster: Postmaster | undefined = current
  let state: PostgresState = 'running'

  const enter = (next: PostgresState) => {
    if (next === state) return
    state = next
    for (const listener of listeners) listener(next)
  }
  const atExit = () => postmaster?.signalStop() // an exit nobody planned must not leave an orphan
  process.once('exit', atExit)

  /** The next postgres, after as many tries as it takes; undefined when stop() came first. */
  const startAgain = async (firstPause: number): Promise<Postmaster | undefined> => {
    for (let pause = firstPause; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined) // stop() ends the pause
      if (stopping.signal.aborted) return undefined
      try {
        return await start()
      } catch (error) {
        log.warn({ error }, 'postgres did not start; trying again')
      }
    }
  }
  const watch = async () => {
    while (postmaster) {
      const since = performance.now()
      await postmaster.ended
      postmaster = undefined
      if (stopping.signal.aborted) return
      enter('restarting')
      const ranMs = Math.round(performance.now() - since)
      log.error({ ranMs }, 'postgres ended unasked; starting it again')
      postmaster = await startAgain(ranMs < SHORT_RUN_MS ? SHORT_RUN_PAUSE_MS : FIRST_PAUSE_MS)
      if (stopping.signal.aborted) await postmaster?.stop()
      else if (postmaster) {
        log.info({ pid: postmaster.pid }, 'postgres runs again')
        enter('running')
      }
    }
  }
  const watching = watch()

  return {
    pid: () => postmaster?.pid,
    state: () => state,
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      stopping.abort()
      await postmaster?.stop()
      await watching
      process.off('exit', atExit)
      enter('stopped')
    },
  }
}
