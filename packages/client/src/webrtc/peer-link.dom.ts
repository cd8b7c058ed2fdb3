import type { CallParty, CallSignal } from '../types/calls.ts'
import type { Budget } from './budget.ts'
import { Connection } from './connection.dom.ts'
import { InTurn } from './in-turn.ts'
import type { LinkState } from './mesh-peer.ts'
import { Recovery } from './recovery.ts'
import type { Sources } from './sources.ts'

export interface LinkOptions {
  me: CallParty
  peer: CallParty
  configuration(): RTCConfiguration
  /** Whether a signal would get anywhere now: without that, what stands is better than what can't be built. */
  isReachable(): boolean
  signal(signal: CallSignal): Promise<void>
  /** Its state, its tracks or its words are others now. */
  changed(): void
  /** A description that makes no sense, or no way to the server: it is tried again by itself. */
  failed(error: unknown): void
  /** Words reach the other device now. */
  ready(): void
  word(text: string | null): void
}

/** Requests of the other device for another path that come sooner than that after an offer are about the one before it (ms). */
const SAME = 1000

/**
 * This device and one other. Who joined later offers, always: so offers never meet (with glare at the start four of
 * sixty-five pairs never connected in Chromium), and the perfect negotiation of RFC 9429 is not needed.
 */
export class PeerLink {
  readonly peer: CallParty
  readonly offers: boolean
  readonly #options: LinkOptions
  readonly #recovery: Recovery
  readonly #inTurn = new InTurn()
  #connection: Connection | null = null
  #round = 0
  #offeredAt = -Infinity
  #sending: { sources: Sources; budget: Budget }
  #isAnswered = false
  #wasConnected = false
  #isClosed = false

  constructor(options: LinkOptions, sending: { sources: Sources; budget: Budget }) {
    this.#options = options
    this.#sending = sending
    this.peer = options.peer
    this.offers = options.me.connEpoch > options.peer.connEpoch
    this.#recovery = new Recovery(
      (anew) => this.again(anew),
      () => this.#connection?.hasCandidates ?? false,
    )
    if (this.offers) this.again(true)
    else this.#recovery.expect()
  }

  get state(): LinkState {
    if (this.#connection?.state === 'connected') return 'connected'
    return this.#wasConnected ? 'reconnecting' : 'connecting'
  }

  get connection(): Connection | null {
    return this.#connection
  }

  get isQuiet(): boolean {
    return this.#recovery.isQuiet
  }

  /** Whether anything still comes; asked about twice a second. */
  look(): void {
    if (this.#connection) this.#recovery.quiet(this.#connection.quietFor())
  }

  /** Another path (ICE restart), or all anew: offers it, or asks who offers. */
  again(anew: boolean): void {
    this.#work(async () => {
      if (!this.#options.isReachable()) this.#recovery.expect()
      else if (this.offers) await this.#offer(anew)
      else await this.#ask(anew)
    })
  }

  hear(signal: CallSignal): void {
    this.#work(async () => {
      if (signal.kind === 'offer' && !this.offers) await this.#answer(signal)
      else if (signal.kind === 'again' && this.offers) {
        if (signal.anew || performance.now() - this.#offeredAt > SAME) await this.#offer(signal.anew)
      } else if (signal.kind === 'answer') await this.#accept(signal)
      else if (signal.kind === 'candidates' && signal.round === this.#round)
        await this.#connection?.add(signal.candidates)
    })
  }

  /** What was said last did not arrive: it is said anew. */
  refused(): void {
    this.#recovery.refused()
  }

  send(sources: Sources, budget: Budget): void {
    if (this.#sending.sources === sources && this.#sending.budget === budget) return
    this.#sending = { sources, budget }
    this.#work(async () => this.#connection?.send(sources, budget))
  }

  close(): void {
    this.#isClosed = true
    this.#recovery.stop()
    this.#connection?.close()
    this.#connection = null
  }

  async #offer(anew: boolean): Promise<void> {
    const standing = anew ? null : this.#connection
    const connection = standing ?? (await this.#build())
    this.#round += 1
    const round = this.#round
    this.#offeredAt = performance.now()
    if (standing) connection.serve(this.#options.configuration())
    const sdp = await connection.offer(standing !== null)
    this.#recovery.described()
    // Until it was answered once, the other device may hold another connection, or none.
    await this.#options.signal({ kind: 'offer', round, sdp, anew: !this.#isAnswered })
    connection.said()
  }

  async #accept({ round, sdp }: CallSignal & { kind: 'answer' }): Promise<void> {
    if (round !== this.#round || !this.#connection?.waitsForAnswer) return
    await this.#connection.accept(sdp)
    this.#isAnswered = true
  }

  async #answer({ round, sdp, anew }: CallSignal & { kind: 'offer' }): Promise<void> {
    if (round <= this.#round) return
    this.#recovery.expect()
    const connection = (anew ? null : this.#connection) ?? (await this.#build())
    this.#round = round
    const answer = await connection.answer(sdp)
    this.#recovery.described()
    await this.#options.signal({ kind: 'answer', round, sdp: answer })
    connection.said()
  }

  async #ask(anew: boolean): Promise<void> {
    if (anew) this.#drop()
    this.#recovery.expect()
    await this.#options.signal({ kind: 'again', anew: this.#connection === null })
  }

  async #build(): Promise<Connection> {
    this.#drop()
    const connection = new Connection(this.#options.configuration(), {
      candidates: (candidates) => {
        const round = this.#round
        this.#work(() => this.#options.signal({ kind: 'candidates', round, candidates }))
      },
      state: (state) => {
        if (state === 'connected') this.#wasConnected = true
        this.#recovery.state(state)
        this.#options.changed()
      },
      ready: () => this.#options.ready(),
      word: (text) => this.#options.word(text),
    })
    this.#connection = connection
    this.#isAnswered = false
    await connection.send(this.#sending.sources, this.#sending.budget)
    this.#options.changed()
    return connection
  }

  #drop(): void {
    if (!this.#connection) return
    this.#connection.close()
    this.#connection = null
    this.#recovery.lost()
  }

  #work(work: () => Promise<void>): void {
    this.#inTurn.run(
      async () => {
        if (!this.#isClosed) await work()
      },
      (error) => {
        if (!this.#isClosed) this.#options.failed(error)
      },
    )
  }
}
