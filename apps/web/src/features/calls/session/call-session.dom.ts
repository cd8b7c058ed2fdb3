import type { CallMedia, CallParty, CallSignal, CallState } from '@soroka/client/types'
import { CallMeter, type MediaPath, type MeshPeer, type Move, watchNetwork } from '@soroka/client/webrtc'
import type { DeviceId, UserId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { callStore, type CallOver, type OwnCall } from '../../../stores/callStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { wsStore } from '../../../stores/wsStore.ts'
import { placesStore } from '../places.dom.ts'
import { configurationOf, overFor, servers, tell } from './at-server.ts'
import { Early } from './early.ts'
import { changeOwn } from './own.ts'
import { type MakePath, pathMaker } from './paths.dom.ts'
import { overOf, phaseOf, placeOf } from './phase.ts'
import { Pulse } from './pulse.dom.ts'
import { showReaction } from './reactions.ts'
import type { Talk, TalkCall } from './talk.dom.ts'
import { tilesOf } from './tiles.ts'

/** Nobody was reached for so long: it is said (ms). */
const NO_PATH = 15_000
/** In a call of two, whose page closed the connection and stays away so long, hung up (ms). */
const GONE = 12_000
/** Between two tries to come back (ms). */
const AGAIN = 3000

interface SessionOptions {
  me: { user: UserId; device: DeviceId }
  state: CallState
  talk: Talk<CallSession>
  /** The other one of two says that the call goes on elsewhere. */
  moved(from: CallParty, to: Move): void
}

/** One call, as long as this tab is in it: its links, its place on the server, and what the screens are told of it. */
export class CallSession implements TalkCall {
  state: CallState
  readonly #options: SessionOptions
  readonly #pulse: Pulse
  readonly #letGo: (() => void)[]
  #party: CallParty | null = null
  #path: MediaPath | null = null
  readonly #early = new Early()
  readonly #meter = new CallMeter()
  #isEntering = false
  #isOver = false
  #wasConnected = false
  #connected = 0
  #told: CallMedia | null = null

  constructor(options: SessionOptions) {
    this.#options = options
    this.state = options.state
    const { own } = options.talk
    this.#pulse = new Pulse({
      path: () => this.#path,
      microphone: () => own.local.sources.audio,
      changed: () => this.#changed(),
      look: () => this.#look(),
      alive: () => void this.#stay(),
    })
    this.#letGo = [
      watchNetwork(() => this.#path?.nudge(true)),
      placesStore.subscribe(({ places }) => this.#path?.see(places)),
      wsStore.subscribe(({ engine: now }, { engine: before }) => {
        if (now === 'online' && before !== 'online') void this.#reconnected()
      }),
    ]
    options.talk.add(this)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get isIn(): boolean {
    return this.#party !== null && !this.#isOver
  }

  get isDirect(): boolean {
    return chatStore.getState().chats[this.state.chat]?.kind === 'direct'
  }

  /** Comes in, by starting, answering or returning; rejects where the server refuses it. */
  async enter(ask: () => Promise<CallState>): Promise<void> {
    this.#isEntering = true
    try {
      const [state, iceServers] = await Promise.all([ask(), servers()])
      const make = await pathMaker(state.mode)
      if (!this.#isOver) this.#begin(state, make, iceServers ?? [])
      // Hung up before the server had answered.
      else await tell(engine.calls.leave(state.id))
    } finally {
      this.#isEntering = false
    }
  }

  /** The server says how the call stands. */
  hear(state: CallState): void {
    if (this.#isOver) return
    if (this.#isEntering && !state.ended) this.#early.keep(state)
    else if (state.id === this.state.id && state.stateSeq >= this.state.stateSeq) this.#take(state)
  }

  hearSignal(from: CallParty, to: CallParty, signal: CallSignal): void {
    if (this.#isOver) return
    if (!this.#party || this.#isEntering) this.#early.keepSignal({ from, to, signal })
    else if (to.device === this.#party.device && to.connEpoch === this.#party.connEpoch) this.#path?.hear(from, signal)
  }

  /** The server did not pass on what was said to that device. */
  hearRefusal(to: CallParty): void {
    this.#path?.refused?.(to)
  }

  /** The chat has a newer epoch: what goes through a server goes under other keys. */
  rekey(): void {
    this.#path?.rekey()
  }

  /** Hangs up, here at once and on the server as soon as it can be reached; its lease ends it otherwise. */
  leave(): void {
    const over = this.state.answeredAt === null && this.isDirect ? 'cancelled' : 'completed'
    const { id } = this.state
    if (this.#party) void tell(engine.calls.leave(id))
    this.close(over)
  }

  /** The page goes: the others see it at once, and wait a moment whether it comes back. */
  hide(): void {
    this.#path?.close()
  }

  /** The page was not gone after all. */
  comeBack(): void {
    void this.#return()
  }

  takePictures(takes: boolean): void {
    this.#path?.takePictures(takes)
  }

  react(emoji: string): void {
    this.#path?.react(emoji)
    showReaction(this.#options.me.user, emoji)
  }

  /** Tells the other one of two where the call goes on. */
  move(to: Move): void {
    this.#path?.move?.(to)
  }

  peers(): readonly MeshPeer[] {
    return this.#path?.peers() ?? []
  }

  sendSources(): void {
    this.#path?.send(this.#options.talk.own.local.sources)
  }

  sendMedia(media: CallMedia): void {
    this.sendSources()
    if (!this.#party || JSON.stringify(this.#told) === JSON.stringify(media)) return
    this.#told = media
    void tell(engine.calls.media(this.state.id, media))
  }

  close(over: CallOver): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#report()
    this.#path?.close()
    this.#pulse.close()
    for (const letGo of this.#letGo) letGo()
    this.#options.talk.gone(this, over)
  }

  show(): void {
    if (this.#isOver || !this.#path) return
    const peers = this.#path.peers()
    this.#meter.look(peers, performance.now())
    const connected = peers.filter(({ state }) => state === 'connected').length
    const more = connected > this.#connected
    this.#connected = connected
    this.#wasConnected ||= connected > 0
    const { isDirect, state } = this
    const { me, talk } = this.#options
    this.#tell({
      state,
      phase: phaseOf({ state, me, isDirect, connected, wasConnected: this.#wasConnected }),
      sealed: this.#path.isSealed,
      speaking: talk.own.media.audio && this.#pulse.speaks('me'),
      tiles: tilesOf(callStore.getState().own?.tiles ?? [], {
        devices: state.devices,
        me: me.device,
        peers,
        speaks: (device) => this.#pulse.speaks(device),
      }),
    })
    // Its way is known now, and the call may be over before the next look at it. What is seen may be shown at once.
    if (more) void this.#path.measure()
  }

  /** How it went, for the sums of the server. */
  #report(): void {
    const measured = this.#path?.measured?.() ?? null
    const report = this.#meter.report(this.state.mode, measured, performance.now(), NO_PATH)
    if (report) void tell(engine.calls.report(report))
  }

  /** A new connection to everybody: my number in the call is another now. */
  #begin(state: CallState, make: MakePath, iceServers: RTCIceServer[]): void {
    const { me: self, talk, moved } = this.#options
    const mine = state.devices.find(({ device }) => device === self.device)
    if (!mine) {
      this.close(overOf(state))
      return
    }
    const me = { ...self, connEpoch: mine.connEpoch }
    this.#party = me
    this.#path?.close()
    this.#path = make({
      me,
      call: state.id,
      configuration: configurationOf(iceServers),
      changed: () => this.#changed(),
      reaction: ({ user }, emoji) => showReaction(user, emoji),
      moved,
    })
    this.#path.takePictures(!callStore.getState().choices.saveData)
    this.#path.see(placesStore.getState().places)
    this.sendSources()
    this.#told = mine.media
    this.#isEntering = false
    this.#take(this.#early.newest(state))
    if (talk.own.isOpen) this.sendMedia(talk.own.media)
    for (const { from, to, signal } of this.#early.takeSignals()) this.hearSignal(from, to, signal)
  }

  #take(state: CallState): void {
    this.state = state
    if (state.ended) {
      this.#tell({ state })
      this.close(overOf(state))
      return
    }
    if (!this.#party) return
    const place = placeOf(state, this.#party)
    if (place === 'lost') void this.#return()
    else if (place !== 'in') {
      this.#tell({ state })
      this.close(place)
      return
    }
    this.#path?.follow(state.devices, state.departures)
    const { talk } = this.#options
    if (this.#path && talk.shown === this) void talk.own.local.fit(this.#path.budget(state.devices.length))
    this.#changed()
  }

  /** The server had dropped this device, or it was not there for a while. */
  async #return(): Promise<void> {
    if (this.#isEntering || this.#isOver) return
    const { media } = this.#options.talk.own
    try {
      await this.enter(() => engine.calls.join({ call: this.state.id, media }))
    } catch (error) {
      const over = overFor(error)
      if (over) this.close(over)
      else setTimeout(() => void this.#return(), AGAIN)
    }
  }

  /** The server hears of this device, and the next path to the others finds credentials that are not too old. */
  async #stay(): Promise<void> {
    await tell(engine.calls.alive(this.state.id))
    this.#configure(await servers())
  }

  #configure(iceServers: RTCIceServer[] | null): void {
    if (!this.#isOver && iceServers) this.#path?.configure(configurationOf(iceServers))
  }

  /** The socket was away: what was said meanwhile may be lost. */
  async #reconnected(): Promise<void> {
    if (!this.#party || this.#isOver) return
    try {
      const [state, iceServers] = await Promise.all([engine.calls.get(this.state.id), servers()])
      if (this.#isOver) return
      this.#configure(iceServers)
      this.hear(state)
      this.#path?.nudge(false)
    } catch (error) {
      const over = overFor(error)
      if (over) this.close(over)
    }
  }

  #changed(): void {
    if (this.#isOver) return
    this.#options.talk.play()
    this.show()
  }

  /** Of two calls of one talk the screens hear of one. */
  #tell(patch: Partial<OwnCall>): void {
    if (this.#options.talk.shown === this) changeOwn(patch)
  }

  #look(): void {
    const peers = this.peers()
    const apart = peers.map(({ apartSince }) => (apartSince === null ? 0 : performance.now() - apartSince))
    const { own } = callStore.getState()
    if (apart.some((time) => time > NO_PATH)) this.#tell({ problem: own?.problem ?? 'no_path' })
    else if (own?.problem === 'no_path') this.#tell({ problem: null })
    const [peer] = peers
    if (this.isDirect && peers.length === 1 && peer?.isGone && (apart[0] ?? 0) > GONE) this.leave()
    else this.#changed()
  }
}
