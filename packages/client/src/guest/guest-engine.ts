import { isPass, type KnownGuest, randomBytes, sealHello, type SignPair, signPairFromSeed } from '@soroka/crypto'
import { type CallId, type CallState, type GuestCall, type GuestId, partyOf, SorokaError } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { DownFrame } from '@soroka/protocol/frames'
import { type Api, createApi } from '../api/api.ts'
import { hasCode, toSorokaError } from '../api/api-errors.ts'
import type { CallsApi } from '../types.ts'
import { Connection } from '../websocket/connection.ts'
import type { GuestEvent, Standing } from './guest-events.ts'
import { checkOthers, toCallState } from './guest-state.ts'
import { GuestWords } from './guest-words.ts'
import { type GuestLink, type Invitation, readInvitation } from './invitation.ts'
import { randomId } from './random-id.ts'
import { decodeText } from './text.ts'

/** What a guest has to keep to come back after his page was loaded again. */
export interface KeptGuest {
  call: CallId
  guest: GuestId
  name: string
  /** Of the key that he signs with (base64url). */
  seed: string
  token: string
}

/** The calls of a guest: the one that he came for. */
export type GuestCalls = Pick<CallsApi, 'ice' | 'get' | 'join' | 'leave' | 'media' | 'alive' | 'signal'>

const ALIVE = 10_000

/** All that runs for somebody who came by a link, in one page: no account, no storage, one call. */
export class GuestEngine {
  readonly #link: GuestLink
  readonly #baseUrl: string
  readonly #api: Api
  readonly #tell: (event: GuestEvent) => void
  #kept: KeptGuest | null = null
  #pair: SignPair | null = null
  #connection: Connection | null = null
  #words: GuestWords | null = null
  #others: ReadonlyMap<string, KnownGuest> = new Map()
  #state: GuestCall | null = null
  #shown: CallState | null = null
  #standing: Standing | null = null
  #beganAt = 0
  #timer: ReturnType<typeof setInterval> | undefined
  #taking: Promise<void> = Promise.resolve()

  constructor(link: GuestLink, baseUrl: string, tell: (event: GuestEvent) => void) {
    this.#link = link
    this.#baseUrl = baseUrl
    this.#tell = tell
    const token = async () => this.#kept?.token ?? null
    this.#api = createApi(baseUrl, (...args) => fetch(...args), { get: token, renew: async () => undefined })
  }

  /** @throws SorokaError INVITE_INVALID: there is no such link, or not any more */
  look(): Promise<Invitation> {
    return readInvitation(this.#api, this.#link)
  }

  /** Asks to be let in. @throws SorokaError INVITE_INVALID, CALL_OVER, CALL_FULL, LIMIT_REACHED, RATE_LIMITED */
  async knock(call: CallId, name: string): Promise<KeptGuest> {
    const { link, key } = this.#link
    const seed = randomBytes(32)
    const pair = await signPairFromSeed(seed)
    const guest = randomId<GuestId>()
    const hello = toBase64url(await sealHello(key, { call, link, guest, name, pair }))
    const answer = await this.#api.guests.knock({ link, guest, hello })
    const kept = { call, guest, name, seed: toBase64url(seed), token: answer.token }
    await this.#begin(kept)
    await this.#take(answer.call)
    return kept
  }

  /** Goes on as the guest that this page was before. @throws SorokaError when he is not known any more */
  async resume(kept: KeptGuest): Promise<void> {
    this.#kept = kept
    const { call } = await this.#api.guests.get()
    await this.#begin(kept)
    await this.#take(call)
  }

  /** What the screens of calls need. */
  readonly calls: GuestCalls = {
    ice: async () => {
      const { servers, expiresAt } = await this.#api.guests.ice()
      return { servers: servers.map(plain), expiresAt }
    },
    get: async () => await this.#answer(this.#api.guests.get()),
    join: async ({ media }) => await this.#answer(this.#api.guests.join({ media })),
    leave: async () => void (await this.#answer(this.#api.guests.leave())),
    media: async (_, media) => void this.#connection?.post({ t: 'guest.media', media }),
    alive: async () => void this.#connection?.post({ t: 'guest.alive' }),
    signal: async (_, from, to, signal) => {
      if (this.#words === null) throw new SorokaError('UNAVAILABLE')
      await this.#words.send(from, to, signal)
    },
  }

  /** Gives up waiting, or hangs up for good. */
  async leave(): Promise<void> {
    this.close()
    await this.#api.guests.leave()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#connection?.stop()
  }

  wake(): void {
    this.#connection?.wake()
  }

  get #me(): KnownGuest | null {
    if (this.#kept === null || this.#pair === null) return null
    const { call, guest, name } = this.#kept
    return { call, link: this.#link.link, guest, name, pub: this.#pair.pub }
  }

  async #begin(kept: KeptGuest): Promise<void> {
    this.#kept = kept
    this.#pair = await signPairFromSeed(fromBase64url(kept.seed))
    this.#beganAt = Date.now()
    const platform = { socket: (url: string) => new WebSocket(url), now: () => Date.now(), random: () => Math.random() }
    const connection = new Connection({ auth: { ticket: () => this.#ticket() } }, this.#baseUrl, platform, {
      frame: (frame) => this.#hear(frame),
      state: (state) => this.#tell({ type: 'connection', state }),
      refused: () => this.#stand('revoked'),
    })
    const me = this.#me
    if (me === null) return
    this.#words = new GuestWords({
      key: this.#link.key,
      me,
      signKey: this.#pair.key,
      connection,
      state: () => this.#shown,
      others: () => this.#others as ReadonlyMap<never, KnownGuest>,
      tell: this.#tell,
      now: () => Date.now(),
    })
    this.#connection = connection
    this.#timer = setInterval(() => void connection.post({ t: 'guest.alive' }), ALIVE)
    connection.start()
  }

  async #ticket(): Promise<{ ticket: string }> {
    try {
      return await this.#api.guests.ticket()
    } catch (error) {
      this.#refused(toSorokaError(error))
      throw error
    }
  }

  #hear(frame: DownFrame): void {
    if (frame.t === 'ready') {
      this.#tell({ type: 'connection', state: 'online' })
      void this.#answer(this.#api.guests.get()).catch((error: unknown) => this.#refused(toSorokaError(error)))
    } else if (frame.t === 'guest.changed') void this.#take(frame.call)
    else if (frame.t === 'guest.signalled')
      // Words of a device that came just now wait for the state that names it.
      void this.#taking.then(() => this.#words?.came(frame))
  }

  /** What the server will not have any more ends here; anything else is tried again. */
  #refused(error: SorokaError): void {
    if (error.code === 'CALL_OVER') this.#stand('over')
    else if (error.code === 'UNAUTHORIZED' || error.code === 'GUEST_OUT') this.#stand('revoked')
  }

  async #answer(asked: Promise<{ call: GuestCall }>): Promise<CallState> {
    try {
      const { call } = await asked
      await this.#take(call)
      return this.#shown ?? toCallState(call, this.#times)
    } catch (error) {
      // A screen that is told so does not try again.
      if (hasCode(error, 'GUEST_OUT') || hasCode(error, 'UNAUTHORIZED')) throw new SorokaError('FORBIDDEN')
      throw error
    }
  }

  get #times() {
    return { at: this.#beganAt, now: Date.now() }
  }

  /** One state after the other, and none older than what is known. */
  #take(call: GuestCall): Promise<void> {
    const taken = this.#taking.then(() => this.#show(call))
    this.#taking = taken.catch(() => undefined)
    return taken
  }

  async #show(call: GuestCall): Promise<void> {
    const me = this.#me
    if (me === null || call.id !== me.call || call.stateSeq < (this.#state?.stateSeq ?? -1)) return
    const pass = call.pass === null ? null : decodeText(call.pass)
    const isLetIn = call.standing === 'in' && pass !== null && (await isPass(this.#link.key, me, pass))
    // Let in by nobody of the chat: the server has opened the door itself.
    if (call.standing === 'in' && !isLetIn) return
    this.#others = await checkOthers(this.#link.key, me, call)
    for (const { guest, name } of this.#others.values())
      this.#tell({ type: 'name', user: partyOf(guest).user, name, guest: true })
    this.#state = call
    this.#shown = toCallState(call, this.#times)
    if (this.#standing === 'in' || call.standing === 'in') this.#tell({ type: 'call', call: this.#shown })
    this.#stand(call.endedAt === null ? call.standing : 'over')
  }

  #stand(standing: Standing): void {
    if (standing === this.#standing) return
    this.#standing = standing
    if (standing !== 'waiting' && standing !== 'in') this.close()
    this.#tell({ type: 'standing', standing })
  }
}

interface Server {
  urls: string[]
  username?: string | undefined
  credential?: string | undefined
}

const plain = ({ urls, username, credential }: Server) => ({
  urls,
  ...(username === undefined ? {} : { username }),
  ...(credential === undefined ? {} : { credential }),
})
