import type { SessionId } from '@soroka/protocol'
import type { Queries } from '../../platform/db/index.ts'
import { noteSeen } from './sessions-repo.ts'

const MINUTE = 60_000

export interface SeenSessionsDeps {
  readonly db: Queries
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** When each device was last heard of: gathered here, and written once a minute in one statement. */
export class SeenSessions {
  readonly #deps: SeenSessionsDeps
  readonly #heard = new Set<SessionId>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing: Promise<void> | undefined

  constructor(deps: SeenSessionsDeps) {
    this.#deps = deps
  }

  /** Somebody came with a token of this session, or its socket lives. */
  note(session: SessionId): void {
    this.#heard.add(session)
    this.#timer ??= setTimeout(() => void this.write(), MINUTE).unref()
  }

  /** Writes what was heard since. */
  async write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#writing
    if (this.#heard.size === 0) return
    this.#writing = this.#write([...this.#heard])
    this.#heard.clear()
    await this.#writing
  }

  async #write(heard: readonly SessionId[]): Promise<void> {
    const { db, now, onError } = this.#deps
    try {
      // To the minute: nobody learns more from the database.
      const minute = now() - (now() % MINUTE)
      await noteSeen(db, heard, minute, minute)
    } catch (error) {
      onError(error)
    }
  }
}
