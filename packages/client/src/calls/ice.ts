import type { Api } from '../api/api.ts'
import type { CallsApi } from '../types.ts'

type Ice = Awaited<ReturnType<CallsApi['ice']>>

/** Credentials that end sooner than that are not worth beginning with. */
const SPARE = 60_000
/** They live for ten minutes at most (S14), whatever our clock makes of the server's. */
const LONGEST = 10 * 60_000 - SPARE

/** Servers for new connections, asked for again a minute before their credentials end. */
export class IceCache {
  readonly #api: Pick<Api, 'calls'>
  readonly #now: () => number
  #kept: { at: number; ice: Promise<Ice> } | undefined

  constructor(api: Pick<Api, 'calls'>, now: () => number) {
    this.#api = api
    this.#now = now
  }

  async get(): Promise<Ice> {
    const kept = this.#kept
    const now = this.#now()
    if (kept !== undefined && Math.abs(now - kept.at) < LONGEST) {
      const ice = await kept.ice
      if (ice.expiresAt === null || ice.expiresAt - SPARE > now) return ice
    }
    if (this.#kept !== kept && this.#kept !== undefined) return await this.#kept.ice
    const ice = this.#api.calls.ice().then(({ servers, expiresAt }) => ({
      servers: servers.map(({ urls, username, credential }) => ({
        urls,
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      })),
      expiresAt,
    }))
    const asked = { at: now, ice }
    this.#kept = asked
    ice.catch(() => this.#kept === asked && this.forget())
    return await ice
  }

  /** The server may be set up otherwise now. */
  forget(): void {
    this.#kept = undefined
  }
}
