import type { CallParty } from '../types/calls.ts'
import type { Budget } from './budget.ts'
import { type Measured, measuredWith, nothingMeasured } from './link-meter.ts'
import type { MeshPeer } from './mesh-peer.ts'
import { type LinkOptions, PeerLink } from './peer-link.dom.ts'
import { type Counters, type Quality, qualityBetween, readCounters } from './quality.ts'
import type { Sources } from './sources.ts'
import { readWord, type Word } from './words.ts'

export interface MetOptions extends Pick<LinkOptions, 'me' | 'peer' | 'configuration' | 'isReachable' | 'signal'> {
  failed(error: unknown): void
  /** It is another picture now, or another state. */
  changed(): void
  /** What it is told as soon as it hears words. */
  greeting(): Word | null
  word(word: Word): void
}

const noStreams = { camera: null, screen: null, sound: null }
/** What is mended sooner is not shown as broken (ms). */
const BLINK = 800

/** Another device in a mesh: the link to it, what comes over that, and how well. */
export class MetPeer {
  readonly link: PeerLink
  /** It says that it sends something: then silence is no good sign. */
  sends = false
  readonly #options: MetOptions
  #sending: { sources: Sources; budget: Budget }
  #wantsPictures = true
  #counters: Counters | null = null
  #quality: Quality = 3
  #measured = nothingMeasured
  #apartSince: number | null = performance.now()
  #isGone = false
  #streams: Pick<MeshPeer, 'camera' | 'screen' | 'sound'> = noStreams
  #of: MediaStreamTrack | null = null

  constructor(options: MetOptions, sending: { sources: Sources; budget: Budget }) {
    this.#options = options
    this.#sending = sending
    const { me, peer, configuration, isReachable, signal, failed } = options
    this.link = new PeerLink(
      {
        me,
        peer,
        configuration,
        isReachable,
        signal,
        failed,
        changed: () => this.#changed(),
        ready: () => {
          this.#isGone = false
          const word = options.greeting()
          if (word) this.say(word)
        },
        word: (text) => this.#hear(text),
      },
      sending,
    )
  }

  /** All that was seen of it so far. */
  get measured(): Measured {
    return this.#measured
  }

  get party(): CallParty {
    return this.link.peer
  }

  send(sources: Sources, budget: Budget): void {
    this.#sending = { sources, budget }
    this.link.send(this.#wantsPictures ? sources : { ...sources, camera: null, screen: null }, budget)
  }

  say(word: Word): void {
    this.link.connection?.say(JSON.stringify(word))
  }

  show(): MeshPeer {
    const since = this.#apartSince
    // What mends itself within a moment, or is about to be hung up, is not shown as broken.
    const now = this.link.state === 'connected' && since !== null ? 'reconnecting' : this.link.state
    const blinks = since !== null && now === 'reconnecting' && performance.now() - since < BLINK
    const state = blinks ? 'connected' : now
    const quality = state === 'connected' ? this.#quality : 0
    return { party: this.party, state, ...this.#streams, quality, apartSince: since, isGone: this.#isGone }
  }

  /** Silence where something should come is no good sign; looked for twice a second. */
  look(): void {
    this.link.look()
    if (this.link.state !== 'connected') return
    if (this.sends && this.link.isQuiet) this.#apart()
    else if (!this.#isGone) this.#apartSince = null
  }

  /** Looks at the counters of the link; seldom, for it is not free. */
  async measure(): Promise<void> {
    const { connection, state } = this.link
    if (!connection || state !== 'connected') return
    const report = await connection.stats()
    const counters = readCounters(report.values() as Iterable<Record<string, unknown>>)
    this.#measured = measuredWith(this.#measured, this.#counters, counters)
    if (this.#counters) this.#quality = qualityBetween(this.#counters, counters)
    this.#counters = counters
  }

  #changed(): void {
    if (this.link.state === 'connected' && !this.#isGone) this.#apartSince = null
    else this.#apart()
    this.#collect()
    this.#options.changed()
  }

  #apart(): void {
    if (this.#apartSince !== null) return
    this.#apartSince = performance.now()
    setTimeout(() => this.#options.changed(), BLINK + 1)
  }

  /** Tracks of a connection stay the same as long as it lives, so do the streams that hold them. */
  #collect(): void {
    const { connection } = this.link
    const [camera, screen] = [connection?.track('camera'), connection?.track('screen')]
    if (this.#of === (camera ?? null)) return
    this.#of = camera ?? null
    const sounds = [connection?.track('audio'), connection?.track('sound')].filter((track) => track !== undefined)
    this.#streams = {
      camera: camera ? new MediaStream([camera]) : null,
      screen: screen ? new MediaStream([screen]) : null,
      sound: sounds.length > 0 ? new MediaStream(sounds) : null,
    }
  }

  #hear(text: string | null): void {
    if (text === null) {
      this.#isGone = true
      this.#apart()
      this.#options.changed()
      return
    }
    const word = readWord(text)
    if (word && 'pictures' in word) {
      this.#wantsPictures = word.pictures
      this.send(this.#sending.sources, this.#sending.budget)
    } else if (word) this.#options.word(word)
  }
}
