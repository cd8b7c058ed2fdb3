import type { LookupAddress } from 'node:dns'
import type { FetchGuard, Posted } from '../../platform/fetch-guard/index.ts'
import { fetchGuard, Poster, vetTarget } from '../../platform/fetch-guard/index.ts'
import type { VapidKeys } from '../../platform/keys/index.ts'
import webPush from 'web-push'
import type { Target } from './send-repo.ts'

export interface CourierOptions {
  readonly keys: VapidKeys
  /** mailto: or https:, whom the push service may ask about us (RFC 8292). */
  readonly subject: string
  /** host:port of push services in this network, which its owner named. */
  readonly internal: readonly string[]
  /** Another than the world's, for tests alone. */
  readonly guard?: FetchGuard | undefined
}

export interface Letter {
  readonly json: string
  /** Seconds for which the push service keeps it. */
  readonly ttl: number
  readonly urgency: 'high' | 'normal'
  /** A newer one with the same topic takes its place there. */
  readonly topic?: string
}

const TIMEOUT_MS = 10_000
/** Signatures hold for twelve hours; as many are kept as there are push services, and some that people made up. */
const SIGNED_FOR_MS = 3_600_000
const SIGNATURES = 200

/** The owner vouches for these. */
const openGuard: FetchGuard = {
  lookup: (host): Promise<readonly LookupAddress[]> => fetchGuard.lookup(host),
  mayReach: () => true,
  mayUsePort: () => true,
}

/** Seals pushes for their devices (RFC 8291), signs them (RFC 8292) and brings them to the push services (RFC 8030). */
export class Courier {
  readonly #options: CourierOptions
  readonly #poster = new Poster()
  readonly #signatures = new Map<string, { readonly text: string; readonly until: number }>()

  constructor(options: CourierOptions) {
    this.#options = options
  }

  get publicKey(): string {
    return this.#options.keys.publicKey
  }

  /** Whether pushes may go there, as far as can be said now: asked again at each sending, since names move. */
  async accepts(endpoint: string): Promise<boolean> {
    const guard = this.#guardFor(endpoint)
    if (guard === undefined) return false
    try {
      return (await vetTarget(endpoint, undefined, guard)) !== undefined
    } catch {
      return false
    }
  }

  /** @throws Error for keys that are no point of the curve; whoever subscribed was told so. */
  async send({ endpoint, p256dh, auth }: Target, letter: Letter): Promise<Posted> {
    const guard = this.#guardFor(endpoint)
    if (guard === undefined) return { failed: 'forbidden' }
    const details = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') } },
      letter.json,
      {
        headers: { Authorization: this.#signatureFor(new URL(endpoint).origin) },
        TTL: letter.ttl,
        urgency: letter.urgency,
        contentEncoding: 'aes128gcm',
        ...(letter.topic === undefined ? {} : { topic: letter.topic }),
      },
    )
    return this.#poster.post(endpoint, { headers: details.headers, body: details.body, ms: TIMEOUT_MS, guard })
  }

  close(): void {
    this.#poster.close()
  }

  /** Signed once an hour for each push service: that costs as much as sealing a push. */
  #signatureFor(audience: string): string {
    const known = this.#signatures.get(audience)
    if (known !== undefined && known.until > Date.now()) return known.text
    const { keys, subject } = this.#options
    const text = webPush.getVapidHeaders(audience, subject, keys.publicKey, keys.privateKey, 'aes128gcm').Authorization
    if (this.#signatures.size >= SIGNATURES) this.#signatures.clear()
    this.#signatures.set(audience, { text, until: Date.now() + SIGNED_FOR_MS })
    return text
  }

  /** Undefined: not a place for pushes. */
  #guardFor(endpoint: string): FetchGuard | undefined {
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
    if (url === undefined) return undefined
    if (this.#options.internal.includes(url.host)) return openGuard
    return url.protocol === 'https:' ? (this.#options.guard ?? fetchGuard) : undefined
  }
}
