import type { CallDevice, CallId } from '@soroka/protocol'
import type { LiveKitConfig } from '../../platform/config/index.ts'
import { hmac } from '../../platform/keys/index.ts'

/** How long a token lets a device in (ms): it is used at once, and the room itself renews it for who is inside. */
const JOIN_MS = 60_000
/** What our own requests may take (ms). */
const PATIENCE_MS = 3000
/** Whoever begins a call waits so long for a word that the server is there (ms), and believes it for a while (ms). */
const HEALTH_MS = 1000
const BELIEVED_MS = 5000

/** What LiveKit calls one join of one device. */
export const identityOf = ({ user, device, connEpoch }: Pick<CallDevice, 'user' | 'device' | 'connEpoch'>): string =>
  `${user}:${device}:${connEpoch}`

/** What a token allows (LiveKit's `video` claim). */
type Grants =
  | { roomAdmin: true; room: string }
  | {
      roomJoin: true
      room: string
      canPublish: true
      canSubscribe: true
      canPublishData: true
      canUpdateOwnMetadata: false
    }

/** A LiveKit server: lets devices into the room of a call, and puts them out. What it passes on is sealed. */
export class LiveKit {
  readonly #config: LiveKitConfig
  readonly #now: () => number
  readonly #onError: (error: unknown) => void
  #health: { readonly asked: number; readonly up: Promise<boolean> } | undefined

  constructor(config: LiveKitConfig, { now, onError }: { now: () => number; onError: (error: unknown) => void }) {
    this.#config = config
    this.#now = now
    this.#onError = onError
  }

  /** The way into the room of a call for one join of one device. */
  join(call: CallId, device: Parameters<typeof identityOf>[0]): { url: string; token: string; identity: string } {
    const identity = identityOf(device)
    const may = { canPublish: true, canSubscribe: true, canPublishData: true, canUpdateOwnMetadata: false } as const
    return { url: this.#config.url, identity, token: this.#token({ roomJoin: true, room: call, ...may }, identity) }
  }

  /** Whether the server answers. */
  isUp(): Promise<boolean> {
    const asked = this.#now()
    if (this.#health === undefined || asked - this.#health.asked >= BELIEVED_MS)
      this.#health = { asked, up: this.#answers() }
    return this.#health.up
  }

  async #answers(): Promise<boolean> {
    try {
      const answer = await fetch(this.#config.url.replace(/^ws/, 'http'), { signal: AbortSignal.timeout(HEALTH_MS) })
      await answer.body?.cancel()
      return answer.ok
    } catch (error) {
      this.#onError(error)
      return false
    }
  }

  /** Takes a device out of the room as well. Where that can't be asked, the others send under keys that it was not told. */
  async remove(call: CallId, device: Parameters<typeof identityOf>[0]): Promise<void> {
    try {
      await this.#ask('RemoveParticipant', call, { room: call, identity: identityOf(device) })
    } catch (error) {
      this.#onError(error)
    }
  }

  async #ask(method: string, room: CallId, body: object): Promise<void> {
    // Below the path of its address, where it shares a domain with others.
    const url = `${this.#config.url.replace(/^ws/, 'http').replace(/\/$/, '')}/twirp/livekit.RoomService/${method}`
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.#token({ roomAdmin: true, room })}`,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await answer.body?.cancel()
    if (!answer.ok && answer.status !== 404) throw new Error(`LiveKit answered ${method} with ${answer.status}`)
  }

  /** A JWT (RFC 7519) as LiveKit's own kits make them: HS256, the key's name is the issuer. */
  #token(video: Grants, identity?: string): string {
    const nbf = Math.floor(this.#now() / 1000)
    const { key, secret } = this.#config
    // Clocks of two machines differ a little.
    const times = { nbf: nbf - 10, exp: nbf + JOIN_MS / 1000 }
    const claims = { iss: key, ...times, ...(identity === undefined ? {} : { sub: identity }), video }
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
    return `${signed}.${hmac(Buffer.from(secret), signed).toString('base64url')}`
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
