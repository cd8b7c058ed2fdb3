import type { CallSignal } from '../types/calls.ts'
import { beginAt } from './begin-at.ts'
import type { Budget } from './budget.ts'
import { CandidateBatch } from './candidate-batch.ts'
import { Lines } from './lines.dom.ts'
import { loudnessOf } from './loudness.dom.ts'
import { type SourceName, type Sources, noSources } from './sources.ts'

export type Candidates = (CallSignal & { kind: 'candidates' })['candidates']

export interface ConnectionEvents {
  candidates(candidates: Candidates): void
  state(state: RTCPeerConnectionState): void
  /** Words may be said now. */
  ready(): void
  /** What the other device says on the line beside the media, or null when it closed that line: its page is gone. */
  word(text: string | null): void
}

/** One RTCPeerConnection: its lines, its descriptions, and a data channel for words that are not worth a signal. */
export class Connection {
  readonly #pc: RTCPeerConnection
  readonly #batch: CandidateBatch
  readonly #words: RTCDataChannel
  #lines: Lines | null = null
  #sources: Sources = noSources
  #budget: Budget | null = null
  #isClosed = false

  constructor(configuration: RTCConfiguration, events: ConnectionEvents) {
    this.#batch = new CandidateBatch((candidates) => events.candidates(candidates))
    this.#pc = new RTCPeerConnection({ ...configuration, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' })
    this.#pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate && candidate.candidate !== '') this.#batch.add(candidate)
    })
    this.#pc.addEventListener('connectionstatechange', () => {
      if (!this.#isClosed) events.state(this.#pc.connectionState)
    })
    this.#words = this.#pc.createDataChannel('words', { negotiated: true, id: 0 })
    this.#words.addEventListener('open', () => {
      if (!this.#isClosed) events.ready()
    })
    this.#words.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string' && !this.#isClosed) events.word(data)
    })
    this.#words.addEventListener('close', () => {
      if (!this.#isClosed) events.word(null)
    })
  }

  get state(): RTCPeerConnectionState {
    return this.#pc.connectionState
  }

  get hasCandidates(): boolean {
    return this.#batch.found
  }

  get waitsForAnswer(): boolean {
    return this.#pc.signalingState === 'have-local-offer'
  }

  /** An offer (RFC 9429, 4.1.8); `again` looks for another path for what stands already. */
  async offer(again: boolean): Promise<string> {
    this.#batch.hold()
    const isFirst = this.#lines === null
    this.#lines ??= Lines.make(this.#pc)
    if (isFirst) await this.#lines.send(this.#sources)
    await this.#pc.setLocalDescription(await this.#pc.createOffer({ iceRestart: again }))
    return this.#described()
  }

  /** Takes an offer and answers it. Rejects with a DOMException where the text makes no sense. */
  async answer(sdp: string): Promise<string> {
    this.#batch.hold()
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: this.#raised(sdp) })
    this.#lines ??= Lines.met(this.#pc)
    await this.#lines.send(this.#sources)
    await this.#pc.setLocalDescription(await this.#pc.createAnswer())
    await this.#apply()
    return this.#described()
  }

  async accept(sdp: string): Promise<void> {
    await this.#pc.setRemoteDescription({ type: 'answer', sdp: this.#raised(sdp) })
    await this.#apply()
  }

  /** The description is on its way: its candidates may follow. */
  said(): void {
    if (!this.#isClosed) this.#batch.open()
  }

  /** Those that belong to another description are refused by the browser, which harms nobody. */
  async add(candidates: Candidates): Promise<void> {
    for (const { candidate, mid, line } of candidates)
      await this.#pc.addIceCandidate({ candidate, sdpMid: mid, sdpMLineIndex: line }).catch(refused)
  }

  async send(sources: Sources, budget: Budget): Promise<void> {
    this.#sources = sources
    this.#budget = budget
    if (!this.#lines || this.#isClosed) return
    await this.#lines.send(sources)
    await this.#apply()
  }

  /** Credentials of a relay get old: a new path needs new ones. */
  serve(configuration: RTCConfiguration): void {
    if (this.#isClosed) return
    this.#pc.setConfiguration({ ...configuration, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' })
  }

  say(text: string): boolean {
    if (this.#words.readyState !== 'open') return false
    this.#words.send(text)
    return true
  }

  track(name: SourceName): MediaStreamTrack | undefined {
    return this.#lines?.received(name)
  }

  /** For how long nothing of the media has come (ms); 0 where nothing ever came. A microphone that is muted sends silence. */
  quietFor(): number {
    const latest = Math.max(0, ...this.#heardAt('audio'), ...this.#heardAt('camera'), ...this.#heardAt('screen'))
    return latest === 0 ? 0 : performance.timeOrigin + performance.now() - latest
  }

  /** 0 to 1. */
  loudness(): number {
    return loudnessOf(this.#lines?.receiver('audio'))
  }

  stats(): Promise<RTCStatsReport> {
    return this.#pc.getStats()
  }

  close(): void {
    this.#isClosed = true
    this.#batch.close()
    this.#pc.close()
  }

  async #described(): Promise<string> {
    await this.#batch.first()
    return this.#pc.localDescription?.sdp ?? ''
  }

  #heardAt(name: SourceName): number[] {
    return (this.#lines?.receiver(name)?.getSynchronizationSources() ?? []).map(({ timestamp }) => timestamp)
  }

  #raised(sdp: string): string {
    return this.#budget?.start === undefined ? sdp : beginAt(sdp, this.#budget.start)
  }

  async #apply(): Promise<void> {
    if (this.#budget && !this.#isClosed && this.#pc.signalingState === 'stable') await this.#lines?.limit(this.#budget)
  }
}

function refused(error: unknown): void {
  if (!(error instanceof DOMException || error instanceof TypeError)) throw error
}
