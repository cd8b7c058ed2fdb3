import { EngineError } from './errors.ts'

/** Tells the engine something that nobody waits for. A hint that comes after the session's end is late, not wrong. */
export function hint(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!(error instanceof EngineError && error.code === 'UNAUTHORIZED')) throw error
  })
}
