import type { CallParty, CallSignal } from '../types/calls.ts'
import { type Budget, budgetFor } from './budget.ts'
import type { MediaPath } from './media-path.ts'
import type { MeshDevice, MeshPeer } from './mesh-peer.ts'
import { PeerLink } from './peer-link.dom.ts'
import { type Counters, type Quality, qualityBetween, readCounters } from './quality.ts'
import { type Sources, noSources } from './sources.ts'
import { readWord, type Word } from './words.ts'

export interface MeshOptions {
  me: CallParty
  configuration: RTCConfiguration
  isReachable(): boolean
  signal(to: CallParty, signal: CallSignal): Promise<void>
  changed(): void
  reaction(from: CallParty, emoji: string): void
  failed(error: unknown): void
}

interface Held {
  link: PeerLink
  wantsPictures: boolean
  /** It says that it sends something: then silence is no good sign. */
  sends: boolean
  counters: Counters | null
  quality: Quality
  apartSince: number | null
  isGone: boolean
  streams: Pick<MeshPeer, 'camera' | 'screen' | 'sound'>
  of: unknown
}

const noStreams = { camera: null, screen: null, sound: null }
/** Signals of a device whose coming is not known yet. */
const MOST_EARLY = 64
/** (ms) */
const BLINK = 800
const LOOK = 500

/** The links of this device to all others in a call: each with each (RFC 8825 calls the parts, RFC 7667 3.1 the shape). */
export class Mesh implements MediaPath {
  readonly #options: MeshOptions
  readonly #held = new Map<string, Held>()
  #early: { from: CallParty; signal: CallSignal }[] = []
  #configuration: RTCConfiguration
  #sources: Sources = noSources
  #takesPictures = true
  readonly #timer = setInterval(() => this.#look(), LOOK)

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
    for (const [device, { link }] of this.#held)
      if (!others.some((other) => other.device === device && other.connEpoch === link.peer.connEpoch)) {
        link.close()
        this.#held.delete(device)
      }
    for (const { user, device, connEpoch, media } of others) {
      const held = this.#held.get(device) ?? this.#link({ user, device, connEpoch })
      held.sends = media.audio || media.video || media.screen
      this.#held.set(device, held)
    }
    // More or fewer of us: each may get more or less.
    this.send(this.#sources)
    const early = this.#early
    this.#early = []
    for (const { from, signal } of early) this.hear(from, signal)
    this.#options.changed()
  }

  hear(from: CallParty, signal: CallSignal): void {
    const link = this.#held.get(from.device)?.link
    if (link && from.connEpoch === link.peer.connEpoch) link.hear(signal)
    else if (!link || from.connEpoch > link.peer.connEpoch) {
      if (this.#early.length < MOST_EARLY) this.#early.push({ from, signal })
    }
  }

  send(sources: Sources): void {
    this.#sources = sources
    const budget = budgetFor(this.#held.size + 1)
    for (const { link, wantsPictures } of this.#held.values())
      link.send(wantsPictures ? sources : { ...sources, camera: null, screen: null }, budget)
  }

  /** Servers and credentials for what is built or mended from now on. */
  configure(configuration: RTCConfiguration): void {
    this.#configuration = configuration
  }

  /** The way may be another one now: `all` looks for new paths, also where media still flows. */
  nudge(all: boolean): void {
    for (const { link } of this.#held.values()) if (all || link.state !== 'connected') link.again(false)
  }

  takePictures(takes: boolean): void {
    this.#takesPictures = takes
    for (const { link } of this.#held.values()) this.#say(link, { pictures: takes })
  }

  react(emoji: string): void {
    for (const { link } of this.#held.values()) this.#say(link, { reaction: emoji })
  }

  peers(): MeshPeer[] {
    return [...this.#held.values()].map(({ link, streams, quality, apartSince, isGone }) => {
      // What mends itself within a moment, or is about to be hung up, is not shown as broken.
      const now = link.state === 'connected' && apartSince !== null ? 'reconnecting' : link.state
      const blinks = apartSince !== null && now === 'reconnecting' && performance.now() - apartSince < BLINK
      const state = blinks ? 'connected' : now
      return {
        party: link.peer,
        state,
        ...streams,
        quality: state === 'connected' ? quality : 0,
        apartSince,
        isGone,
      }
    })
  }

  /** Silence where something should come is no good sign. */
  #look(): void {
    for (const held of this.#held.values()) {
      held.link.look()
      if (held.link.state !== 'connected') continue
      if (held.sends && held.link.isQuiet) this.#apart(held)
      else if (!held.isGone) held.apartSince = null
    }
  }

  /** By device: 0 to 1. */
  loudness(): Map<string, number> {
    return new Map([...this.#held].map(([device, { link }]) => [device, link.connection?.loudness() ?? 0]))
  }

  /** Looks at the counters of each link; seldom, for it is not free. */
  async measure(): Promise<void> {
    for (const held of this.#held.values()) {
      const { connection, state } = held.link
      if (!connection || state !== 'connected') continue
      const report = await connection.stats()
      const counters = readCounters(report.values() as Iterable<Record<string, unknown>>)
      if (held.counters) held.quality = qualityBetween(held.counters, counters)
      held.counters = counters
    }
    this.#options.changed()
  }

  close(): void {
    clearInterval(this.#timer)
    for (const { link } of this.#held.values()) link.close()
    this.#held.clear()
  }

  #link(peer: CallParty): Held {
    const { me, isReachable, signal, failed } = this.#options
    const held: Held = {
      link: new PeerLink(
        {
          me,
          peer,
          configuration: () => this.#configuration,
          isReachable,
          signal: (words) => signal(peer, words),
          changed: () => this.#changed(held),
          ready: () => {
            held.isGone = false
            if (!this.#takesPictures) this.#say(held.link, { pictures: false })
          },
          word: (text) => this.#hear(held, text),
          failed,
        },
        { sources: this.#sources, budget: budgetFor(this.#held.size + 2) },
      ),
      wantsPictures: true,
      sends: false,
      counters: null,
      quality: 3,
      apartSince: performance.now(),
      isGone: false,
      streams: noStreams,
      of: null,
    }
    return held
  }

  #changed(held: Held): void {
    const { link } = held
    if (link.state === 'connected' && !held.isGone) held.apartSince = null
    else this.#apart(held)
    this.#collect(held)
    this.#options.changed()
  }

  #apart(held: Held): void {
    if (held.apartSince !== null) return
    held.apartSince = performance.now()
    setTimeout(() => this.#options.changed(), BLINK + 1)
  }

  /** Tracks of a connection stay the same as long as it lives, so do the streams that hold them. */
  #collect(held: Held): void {
    const { connection } = held.link
    const [camera, screen] = [connection?.track('camera'), connection?.track('screen')]
    if (held.of === (camera ?? null)) return
    held.of = camera ?? null
    const sounds = [connection?.track('audio'), connection?.track('sound')].filter((track) => track !== undefined)
    held.streams = {
      camera: camera ? new MediaStream([camera]) : null,
      screen: screen ? new MediaStream([screen]) : null,
      sound: sounds.length > 0 ? new MediaStream(sounds) : null,
    }
  }

  #hear(held: Held, text: string | null): void {
    if (text === null) {
      held.isGone = true
      this.#apart(held)
      this.#options.changed()
      return
    }
    const word = readWord(text)
    if (word && 'pictures' in word) {
      held.wantsPictures = word.pictures
      this.send(this.#sources)
    } else if (word) this.#options.reaction(held.link.peer, word.reaction)
  }

  #say(link: PeerLink, word: Word): void {
    link.connection?.say(JSON.stringify(word))
  }
}
