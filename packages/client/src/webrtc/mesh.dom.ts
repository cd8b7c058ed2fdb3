import type { CallParty, CallSignal } from '../types/calls.ts'
import { type Budget, budgetFor } from './budget.ts'
import { type Measured, measuredTogether, nothingMeasured } from './link-meter.ts'
import type { MediaPath } from './media-path.ts'
import type { MeshDevice, MeshPeer } from './mesh-peer.ts'
import { MetPeer } from './met-peer.dom.ts'
import { type Sources, noSources } from './sources.ts'
import type { Move, Word } from './words.ts'

export interface MeshOptions {
  me: CallParty
  configuration: RTCConfiguration
  isReachable(): boolean
  signal(to: CallParty, signal: CallSignal): Promise<void>
  changed(): void
  reaction(from: CallParty, emoji: string): void
  /** Another device says that the call goes on elsewhere; whether that is so is to be found out. */
  moved(from: CallParty, to: Move): void
  failed(error: unknown): void
}

/** Signals of a device whose coming is not known yet. */
const MOST_EARLY = 64
/** (ms) */
const LOOK = 500

/** The links of this device to all others in a call: each with each (RFC 8825 calls the parts, RFC 7667 3.1 the shape). */
export class Mesh implements MediaPath {
  readonly #options: MeshOptions
  readonly #met = new Map<string, MetPeer>()
  #early: { from: CallParty; signal: CallSignal }[] = []
  #configuration: RTCConfiguration
  #sources: Sources = noSources
  #takesPictures = true
  /** Of links that are closed. */
  #gone = nothingMeasured
  readonly #timer = setInterval(() => {
    for (const peer of this.#met.values()) peer.look()
  }, LOOK)

  constructor(options: MeshOptions) {
    this.#options = options
    this.#configuration = options.configuration
  }

  /** Whose fingerprint came in a sealed signal is whom DTLS has met (RFC 8827, 5.1): each link is, from its first packet on. */
  get isSealed(): boolean {
    return this.peers().some(({ state }) => state === 'connected')
  }

  rekey(): void {
    // Each link has keys of its own, which only its two ends have.
  }

  /** What my camera is to give where so many devices are in the call. */
  budget(devices: number): Budget {
    return budgetFor(devices)
  }

  /** Links for those who came, none for those who left, and a new one for who joined again. */
  follow(devices: readonly MeshDevice[]): void {
    const { me } = this.#options
    const others = devices.filter(({ device }) => device !== me.device)
    for (const [device, { link, measured }] of this.#met)
      if (!others.some((other) => other.device === device && other.connEpoch === link.peer.connEpoch)) {
        link.close()
        this.#gone = measuredTogether([this.#gone, measured])
        this.#met.delete(device)
      }
    for (const { user, device, connEpoch, media } of others) {
      const peer = this.#met.get(device) ?? this.#meet({ user, device, connEpoch })
      peer.sends = media.audio || media.video || media.screen
      this.#met.set(device, peer)
    }
    // More or fewer of us: each may get more or less.
    this.send(this.#sources)
    const early = this.#early
    this.#early = []
    for (const { from, signal } of early) this.hear(from, signal)
    this.#options.changed()
  }

  hear(from: CallParty, signal: CallSignal): void {
    const link = this.#met.get(from.device)?.link
    if (link && from.connEpoch === link.peer.connEpoch) link.hear(signal)
    else if (!link || from.connEpoch > link.peer.connEpoch) {
      if (this.#early.length < MOST_EARLY) this.#early.push({ from, signal })
    }
  }

  refused({ device, connEpoch }: CallParty): void {
    const link = this.#met.get(device)?.link
    if (link?.peer.connEpoch === connEpoch) link.refused()
  }

  send(sources: Sources): void {
    this.#sources = sources
    const budget = budgetFor(this.#met.size + 1)
    for (const peer of this.#met.values()) peer.send(sources, budget)
  }

  /** Servers and credentials for what is built or mended from now on. */
  configure(configuration: RTCConfiguration): void {
    this.#configuration = configuration
  }

  /** The way may be another one now: `all` looks for new paths, also where media still flows. */
  nudge(all: boolean): void {
    for (const { link } of this.#met.values()) if (all || link.state !== 'connected') link.again(false)
  }

  takePictures(takes: boolean): void {
    this.#takesPictures = takes
    this.#say({ pictures: takes })
  }

  see(): void {
    // Each sends one picture to each: how large is agreed by how many there are (budget.ts).
  }

  react(emoji: string): void {
    this.#say({ reaction: emoji })
  }

  move(to: Move): void {
    this.#say({ move: to })
  }

  peers(): MeshPeer[] {
    return [...this.#met.values()].map((peer) => peer.show())
  }

  /** By device: 0 to 1. */
  loudness(): Map<string, number> {
    return new Map([...this.#met].map(([device, { link }]) => [device, link.connection?.loudness() ?? 0]))
  }

  /** Looks at the counters of each link; seldom, for it is not free. */
  async measure(): Promise<void> {
    for (const peer of this.#met.values()) await peer.measure()
    this.#options.changed()
  }

  measured(): Measured {
    return measuredTogether([this.#gone, ...[...this.#met.values()].map(({ measured }) => measured)])
  }

  close(): void {
    clearInterval(this.#timer)
    for (const { link } of this.#met.values()) link.close()
    this.#met.clear()
  }

  #meet(peer: CallParty): MetPeer {
    const { me, isReachable, signal, changed, reaction, moved, failed } = this.#options
    return new MetPeer(
      {
        me,
        peer,
        configuration: () => this.#configuration,
        isReachable,
        signal: (words) => signal(peer, words),
        failed,
        changed,
        greeting: () => (this.#takesPictures ? null : { pictures: false }),
        word: (word) => {
          if ('reaction' in word) reaction(peer, word.reaction)
          else if ('move' in word) moved(peer, word.move)
        },
      },
      { sources: this.#sources, budget: budgetFor(this.#met.size + 2) },
    )
  }

  #say(word: Word): void {
    for (const peer of this.#met.values()) peer.say(word)
  }
}
