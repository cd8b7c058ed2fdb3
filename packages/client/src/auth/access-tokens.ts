import { SorokaError } from '@soroka/protocol'
import type { Api, TokenSource } from '../api/api.ts'
import { hasCode, toSorokaError } from '../api/api-errors.ts'
import type { Platform } from '../platform/platform.ts'
import type { AccessToken, LocalAccount } from './local-account.ts'
import { signRefresh } from './refresh-signature.ts'
import { endHere } from './token-end.ts'
import type { EndReason } from '../types.ts'
import { endReasonOf } from './end-reason.ts'

interface Handlers {
  renewed(token: AccessToken): void
  ended(reason: EndReason): void
}

/** A token this close to its end is renewed before it is used: clocks differ, answers take time. */
const EARLY = 30_000

/**
 * The access token of this tab, in memory only (S3). One tab of all refreshes at a time, under the Web Lock, and tells
 * the others: a refresh token that is used twice would end the session (S2).
 */
export class AccessTokens implements TokenSource {
  readonly #account: LocalAccount
  readonly #platform: Platform
  readonly #api: Api
  readonly #handlers: Handlers
  #token: AccessToken | undefined
  #renewing: Promise<void> | undefined

  constructor(account: LocalAccount, platform: Platform, api: Api, handlers: Handlers) {
    this.#account = account
    this.#platform = platform
    this.#api = api
    this.#handlers = handlers
    this.#token = account.firstToken
  }

  async get(): Promise<string> {
    if (this.#token === undefined || this.#token.expiresAt - EARLY < this.#platform.now()) await this.#once()
    if (this.#token === undefined) throw new SorokaError('UNAUTHORIZED')
    return this.#token.accessToken
  }

  async renew(token: string): Promise<void> {
    if (this.#token?.accessToken === token) await this.#once()
  }

  /** Another tab refreshed. */
  adopt(token: AccessToken): void {
    if (token.generation > (this.#token?.generation ?? -1)) this.#token = token
  }

  #once(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  async #renew(): Promise<void> {
    const before = this.#token
    const { user } = this.#account.self
    await this.#platform.locks.request(`auth:${user}`, {}, async () => {
      // While we waited for the lock another tab did it and told us.
      if (this.#token !== before) return
      await this.#refresh()
    })
  }

  async #refresh(): Promise<void> {
    const stored = await this.#account.readSession()
    const signature = await signRefresh(this.#account.deviceKey, stored.session, stored.generation)
    const refreshToken = stored.slot === undefined ? { refreshToken: await this.#account.readRefreshToken() } : {}
    const slot = stored.slot === undefined ? ('body' as const) : `${stored.slot}`
    try {
      const answer = await this.#api.auth.refresh({ slot, session: stored.session, signature, ...refreshToken })
      await this.#account.storeSession({ ...stored, generation: answer.generation }, answer.refreshToken)
      const { accessToken, generation } = answer
      this.#token = { accessToken, expiresAt: endHere(accessToken, this.#platform.now()), generation }
      this.#handlers.renewed(this.#token)
    } catch (raw) {
      const error = toSorokaError(raw)
      if (hasCode(error, 'SESSION_ENDED')) this.#handlers.ended(endReasonOf(error))
      else if (hasCode(error, 'UNAUTHORIZED', 'SIGNATURE_WRONG')) this.#handlers.ended('revoked')
      throw error
    }
  }
}
