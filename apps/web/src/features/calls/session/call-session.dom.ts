import type { CallMedia, CallParty, CallSignal, CallState } from '@soroka/client/types'
import { budgetFor, type MediaPath, watchNetwork } from '@soroka/client/webrtc'
import type { CallId, DeviceId, UserId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { callStore, type CallOver } from '../../../stores/callStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { wsStore } from '../../../stores/wsStore.ts'
import { Awake } from './awake.dom.ts'
import { holdLine } from './line.dom.ts'
import { changeOwn } from './own.ts'
import { OwnMedia } from './own-media.dom.ts'
import { type MakePath, pathMaker } from './paths.dom.ts'
import { overOf, phaseOf, placeOf } from './phase.ts'
import { Pulse } from './pulse.dom.ts'
import { showReaction } from './reactions.ts'
import { SoundOut } from './sound-out.dom.ts'
import { tilesOf } from './tiles.ts'

/** Nobody was reached for so long: it is said (ms). */
const NO_PATH = 15_000
/** In a call of two, whose page closed the connection and stays away so long, hung up (ms). */
const GONE = 12_000
/** Between two tries to come back (ms). */
const AGAIN = 3000

interface Me {
  user: UserId
  device: DeviceId
}

/** One call, as long as this tab is in it: its media, its links, its place on the server, and what the screens are told. */
export class CallSession {
  state: CallState
  readonly own: OwnMedia
  readonly #me: Me
  readonly #ended: (over: CallOver) => void
  readonly #sound = new SoundOut()
  readonly #awake: Awake
  readonly #pulse: Pulse
  readonly #letGo: (() => void)[]
  #party: CallParty | null = null
  #path: MediaPath | null = null
  #early: { from: CallParty; to: CallParty; signal: CallSignal }[] = []
  #isEntering = false
  readonly #newest = new Map<CallId, CallState>()
  #isOver = false
  #wasConnected = false
  #told: CallMedia | null = null

  constructor(me: Me, state: CallState, ended: (over: CallOver) => void) {
    this.#me = me
    this.state = state
    this.#ended = ended
    this.own = new OwnMedia(
      budgetFor(2),
      () => this.#path?.send(this.own.local.sources),
      (media) => this.#send(media),
    )
    this.#awake = new Awake({
      setMicrophone: (on) => void this.own.setMicrophone(on),
      setCamera: (on) => void this.own.setCamera(on),
      leave: () => this.leave(),
    })
    this.#pulse = new Pulse({
      path: () => this.#path,
      microphone: () => this.own.local.sources.audio,
      changed: () => this.#show(),
      look: () => this.#look(),
      alive: () => void this.#stay(),
    })
    this.#letGo = [
      holdLine(),
      watchNetwork(() => this.#path?.nudge(true)),
      wsStore.subscribe(({ engine: now }, { engine: before }) => {
        if (now === 'online' && before !== 'online') void this.#reconnected()
      }),
    ]
  }

  get isOver(): boolean {
    return this.#isOver
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
    // Until the answer to my coming is here, I can't know which call it will be, nor which of its devices is me.
    if (this.#isEntering && !state.ended) this.#newest.set(state.id, state)
    else if (state.id === this.state.id && state.stateSeq >= this.state.stateSeq) this.#take(state)
  }

  hearSignal(from: CallParty, to: CallParty, signal: CallSignal): void {
    if (this.#isOver) return
    if (!this.#party || this.#isEntering) this.#early.push({ from, to, signal })
    else if (to.device === this.#party.device && to.connEpoch === this.#party.connEpoch) this.#path?.hear(from, signal)
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
    showReaction(this.#me.user, emoji)
  }

  speakThrough(device: string): Promise<void> {
    return this.#sound.speakThrough(device)
  }

  close(over: CallOver): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#path?.close()
    this.#pulse.close()
    this.#awake.close()
    this.#sound.close()
    this.own.close()
    for (const letGo of this.#letGo) letGo()
    this.#ended(over)
  }

  /** A new connection to everybody: my number in the call is another now. */
  #begin(state: CallState, make: MakePath, iceServers: RTCIceServer[]): void {
    const mine = state.devices.find(({ device }) => device === this.#me.device)
    if (!mine) {
      this.close(overOf(state))
      return
    }
    const { saveData, relayOnly } = callStore.getState().choices
    this.#party = { ...this.#me, connEpoch: mine.connEpoch }
    const me = this.#party
    this.#path?.close()
    this.#path = make({
      me,
      call: state.id,
      configuration: { iceServers, iceTransportPolicy: relayOnly ? 'relay' : 'all' },
      changed: () => this.#show(),
      reaction: ({ user }, emoji) => showReaction(user, emoji),
    })
    this.#path.takePictures(!saveData)
    this.#path.send(this.own.local.sources)
    this.#told = mine.media
    this.#isEntering = false
    const newest = this.#newest.get(state.id)
    this.#newest.clear()
    this.#take(newest && newest.stateSeq > state.stateSeq ? newest : state)
    if (this.own.isOpen) this.#send(this.own.media)
    for (const { from, to, signal } of this.#early.splice(0)) this.hearSignal(from, to, signal)
  }

  #take(state: CallState): void {
    this.state = state
    if (state.ended) {
      changeOwn({ state })
      this.close(overOf(state))
      return
    }
    if (!this.#party) return
    const place = placeOf(state, this.#party)
    if (place === 'lost') void this.#return()
    else if (place !== 'in') {
      changeOwn({ state })
      this.close(place)
      return
    }
    this.#path?.follow(state.devices, state.departures)
    if (this.#path) void this.own.local.fit(this.#path.budget(state.devices.length))
    this.#show()
  }

  /** The server had dropped this device, or it was not there for a while. */
  async #return(): Promise<void> {
    if (this.#isEntering || this.#isOver) return
    try {
      await this.enter(() => engine.calls.join({ call: this.state.id, media: this.own.media }))
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
    if (this.#isOver || !iceServers) return
    const { relayOnly } = callStore.getState().choices
    this.#path?.configure({ iceServers, iceTransportPolicy: relayOnly ? 'relay' : 'all' })
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

  #send(media: CallMedia): void {
    this.#awake.follow(media)
    this.#path?.send(this.own.local.sources)
    if (!this.#party || JSON.stringify(this.#told) === JSON.stringify(media)) return
    this.#told = media
    void tell(engine.calls.media(this.state.id, media))
  }

  #show(): void {
    if (this.#isOver || !this.#path) return
    const peers = this.#path.peers()
    const connected = peers.filter(({ state }) => state === 'connected').length
    this.#wasConnected ||= connected > 0
    this.#sound.follow(peers)
    const { isDirect, state } = this
    const { own } = callStore.getState()
    changeOwn({
      state,
      phase: phaseOf({ state, me: this.#me, isDirect, connected, wasConnected: this.#wasConnected }),
      sealed: this.#path.isSealed,
      speaking: this.own.media.audio && this.#pulse.speaks('me'),
      tiles: tilesOf(own?.tiles ?? [], {
        devices: state.devices,
        me: this.#me.device,
        peers,
        speaks: (device) => this.#pulse.speaks(device),
      }),
    })
  }

  #look(): void {
    const peers = this.#path?.peers() ?? []
    const apart = peers.map(({ apartSince }) => (apartSince === null ? 0 : performance.now() - apartSince))
    const { own } = callStore.getState()
    if (apart.some((time) => time > NO_PATH)) changeOwn({ problem: own?.problem ?? 'no_path' })
    else if (own?.problem === 'no_path') changeOwn({ problem: null })
    const [peer] = peers
    if (this.isDirect && peers.length === 1 && peer?.isGone && (apart[0] ?? 0) > GONE) this.leave()
    else this.#show()
  }
}

/** Servers for new paths, null where nobody says; without them two devices of one network still find each other. */
async function servers(): Promise<RTCIceServer[] | null> {
  try {
    return (await engine.calls.ice()).servers
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return null
  }
}

/** Told for the server to know; if it can't be reached, it learns it otherwise. */
async function tell(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}

/** What a refusal to let me in again means; undefined: it may be tried again. */
function overFor(error: unknown): CallOver | undefined {
  if (!(error instanceof EngineError)) throw error
  if (error.code === 'CALL_OVER' || error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN') return 'failed'
  if (error.code === 'CALL_FULL') return 'full'
  return error.code === 'CALL_ELSEWHERE' ? 'elsewhere' : undefined
}
