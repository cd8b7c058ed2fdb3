// Keeps one postgres running: starts another when it ends unasked.
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresLog } from './log-lines.ts'
import type { Postmaster } from './postmaster.ts'

export type PostgresState = 'running' | 'restarting' | 'stopped'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000
/** A run this long counts as healthy: the next restart begins with the first pause again. */
const HEALTHY_MS = 30_000

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

  const watching = (async () => {
    let pause = FIRST_PAUSE_MS
    for (;;) {
      const since = performance.now()
      await postmaster?.ended
      postmaster = undefined
      if (stopping.signal.aborted) return
      enter('restarting')
      log.error({ afterMs: Math.round(performance.now() - since) }, 'postgres ended unasked; starting it again')
      if (performance.now() - since > HEALTHY_MS) pause = FIRST_PAUSE_MS
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined) // stop() ends the pause
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
      if (stopping.signal.aborted) return
      try {
        postmaster = await start()
      } catch (error) {
        log.error({ error }, 'postgres did not start')
        continue
      }
      if (stopping.signal.aborted) await postmaster.stop()
      else {
        log.info({ pid: postmaster.pid }, 'postgres runs again')
        enter('running')
      }
    }
  })()

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
