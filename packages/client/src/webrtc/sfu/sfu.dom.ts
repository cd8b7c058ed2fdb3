import { ConnectionState, LivekitError, type RemoteParticipant, Room, RoomEvent, setLogLevel } from 'livekit-client'
import type { CallParty, FrameKeys as Keys } from '../../types/calls.ts'
import { type Budget, budgetFor } from '../budget.ts'
import type { MediaPath } from '../media-path.ts'
import type { MeshPeer } from '../mesh-peer.ts'
import type { Places } from '../place.ts'
import { type Sources, noSources } from '../sources.ts'
import { readWord } from '../words.ts'
import { FrameKeys } from './frame-keys.ts'
import type { FrameCount } from './frames.worker.ts'
import { HeardPeer } from './heard-peer.dom.ts'
import { Publisher } from './publisher.dom.ts'
import { identityOf, Rotation } from './rotation.ts'
import { SealedWords } from './sealed-words.ts'

export interface SfuOptions {
  me: CallParty
  /** Where the room is, and what lets this device in now. */
  way(): Promise<{ url: string; token: string }>
  keys(senders: CallParty[], index: number): Promise<Keys>
  changed(): void
  reaction(from: CallParty, emoji: string): void
  failed(error: unknown): void
}

/** Between two tries to come back into the room (ms). */
const AGAIN = 500
/** A join takes half a second; more than this and the next try may be the better one (ms). */
const PATIENCE = 5000
/** Where nothing is quick, each try gets that much longer, so often. */
const LONGER = 3

/**
 * The media of a call through a LiveKit server, sealed from device to device (RFC 9605 has the idea): the server gets
 * frames that it can't open. A room that is lost is not mended but entered anew, which takes less time.
 */
export class Sfu implements MediaPath {
  readonly #options: SfuOptions
  readonly #keys = new FrameKeys()
  readonly #words = new SealedWords()
  readonly #rotation: Rotation
  readonly #peers = new Map<string, HeardPeer>()
  #room: Room | null = null
  #worker: Worker | null = null
  #publisher: Publisher | null = null
  #sources: Sources = noSources
  #takesPictures = true
  #places: Places = new Map()
  #count: FrameCount = { kind: 'counted', sealed: 0, opened: 0 }
  #again: ReturnType<typeof setTimeout> | undefined
  #isIn = false
  /** Since the last time in the room. */
  #tries = 0
  #isClosed = false

  /** What the room refuses is tried again by itself. */
  readonly #failed = (error: unknown): void => {
    if (!(error instanceof LivekitError)) this.#options.failed(error)
  }

  constructor(options: SfuOptions) {
    this.#options = options
    // What goes wrong is tried again, and said on the screen.
    setLogLevel('silent')
    this.#rotation = new Rotation({
      me: options.me,
      ask: options.keys,
      open: async (...key) => {
        await Promise.all([this.#keys.set(...key), this.#words.set(...key)])
      },
      seal: async (...key) => {
        await Promise.all([this.#keys.setMine(...key), this.#words.setMine(...key)])
      },
      failed: this.#failed,
    })
    void this.#enter()
  }

  follow(devices: readonly CallParty[], departures: number): void {
    const others = devices
      .filter(({ device }) => device !== this.#options.me.device)
      .map(({ user, device, connEpoch }) => ({ user, device, connEpoch }))
    const now = new Set(others.map(identityOf))
    for (const identity of this.#peers.keys()) if (!now.has(identity)) this.#peers.delete(identity)
    for (const party of others) {
      const identity = identityOf(party)
      if (!this.#peers.has(identity)) this.#peers.set(identity, new HeardPeer(party))
    }
    this.#rotation.follow(others, departures)
    this.#permit()
    this.#changed()
  }

  hear(): void {
    // Nothing is agreed with one device alone.
  }

  send(sources: Sources): void {
    this.#sources = sources
    if (this.#room?.state === ConnectionState.Connected) this.#publisher?.send(sources)
  }

  configure(): void {
    // The room names its own ways in.
  }

  nudge(): void {
    if (this.#room?.state !== ConnectionState.Connected) this.#anew(0)
  }

  takePictures(takes: boolean): void {
    this.#takesPictures = takes
    this.#changed()
  }

  see(places: Places): void {
    this.#places = places
    this.#want()
  }

  react(emoji: string): void {
    this.#say(JSON.stringify({ reaction: emoji })).catch(this.#failed)
  }

  rekey(): void {
    this.#rotation.look()
  }

  peers(): MeshPeer[] {
    return [...this.#peers.values()].map((peer) => peer.show())
  }

  loudness(): Map<string, number> {
    return new Map([...this.#peers.values()].map((peer) => [peer.party.device, peer.loudness()]))
  }

  async measure(): Promise<void> {
    this.#changed()
  }

  /** The room takes several sizes of one picture and gives each what he has a place for. */
  budget(): Budget {
    return budgetFor(2)
  }

  /** What is not sealed is neither sent nor shown here (frames.worker.ts); and frames were counted that were. */
  get isSealed(): boolean {
    const { sealed, opened } = this.#count
    return this.#publisher?.sends ? sealed > 0 : opened > 0
  }

  close(): void {
    this.#isClosed = true
    this.#rotation.close()
    this.#leave()
  }

  async #enter(): Promise<void> {
    let room: Room | null = null
    try {
      await this.#rotation.ready()
      const { url, token } = await this.#options.way()
      if (this.#isClosed || this.#room) return
      room = this.#make()
      const patience = PATIENCE * (1 + Math.min(this.#tries++, LONGER))
      await room.setE2EEEnabled(true)
      await room.connect(url, token, {
        // What is wanted of whom is said by `want`.
        autoSubscribe: false,
        maxRetries: 0,
        websocketTimeout: patience,
        peerConnectionTimeout: patience,
      })
      if (this.#room !== room) return
      this.#isIn = true
      this.#tries = 0
      this.#permit()
      this.#publisher?.send(this.#sources)
      this.#changed()
    } catch (error) {
      this.#failed(error)
      // Another try may be under way already.
      if (this.#room === room) this.#anew(AGAIN)
    }
  }

  #make(): Room {
    const worker = new Worker(new URL('./frames.worker.ts', import.meta.url), { type: 'module', name: 'soroka-frames' })
    const room = new Room({
      encryption: { keyProvider: this.#keys, worker },
      dynacast: true,
      // The pictures are shown by elements of the app, which the library knows nothing of: see `see`.
      adaptiveStream: false,
      disconnectOnPageLeave: false,
      stopLocalTrackOnUnpublish: false,
      // Not mended, but entered anew.
      reconnectPolicy: { nextRetryDelayInMs: () => null },
    })
    this.#room = room
    this.#worker = worker
    this.#count = { kind: 'counted', sealed: 0, opened: 0 }
    const anew = (later: number) => {
      if (this.#room === room) this.#anew(later)
    }
    const lost = () => anew(this.#isIn ? 0 : AGAIN)
    this.#publisher = new Publisher(room, this.#failed, () => anew(AGAIN))
    worker.addEventListener('message', ({ data }: MessageEvent<FrameCount | { kind: string }>) => {
      if (data.kind !== 'counted' || this.#worker !== worker) return
      this.#count = data as FrameCount
      this.#changed()
    })
    const changed = () => this.#changed()
    room
      .on(RoomEvent.ParticipantConnected, changed)
      .on(RoomEvent.ParticipantDisconnected, changed)
      .on(RoomEvent.TrackPublished, changed)
      .on(RoomEvent.TrackSubscribed, changed)
      .on(RoomEvent.TrackUnsubscribed, changed)
      .on(RoomEvent.ConnectionQualityChanged, changed)
      .on(RoomEvent.Reconnecting, lost)
      .on(RoomEvent.SignalReconnecting, lost)
      .on(RoomEvent.Disconnected, lost)
      .on(RoomEvent.DataReceived, (payload, participant) => void this.#hearWord(payload, participant))
    return room
  }

  /** Another try, in a room of its own. */
  #anew(later: number): void {
    if (this.#isClosed) return
    this.#leave()
    this.#changed()
    this.#again = setTimeout(() => void this.#enter(), later)
  }

  #leave(): void {
    clearTimeout(this.#again)
    const room = this.#room
    this.#room = null
    this.#isIn = false
    this.#publisher?.close()
    this.#publisher = null
    if (room) void this.#out(room, this.#worker)
    this.#worker = null
  }

  async #out(room: Room, worker: Worker | null): Promise<void> {
    room.removeAllListeners()
    try {
      await room.disconnect(false)
    } catch (error) {
      this.#failed(error)
    }
    worker?.terminate()
  }

  /** Only who is in the call gets what I send, also from a server that lets others into the room. */
  #permit(): void {
    const { localParticipant, state } = this.#room ?? {}
    if (state !== ConnectionState.Connected) return
    const identities = [...this.#peers.keys()]
    localParticipant?.setTrackSubscriptionPermissions(
      false,
      identities.map((participantIdentity) => ({ participantIdentity, allowAll: true })),
    )
  }

  #changed(): void {
    if (this.#isClosed) return
    const isIn = this.#room?.state === ConnectionState.Connected
    for (const [identity, peer] of this.#peers)
      peer.follow(isIn ? this.#room?.remoteParticipants.get(identity) : undefined)
    this.#want()
    this.#options.changed()
  }

  #want(): void {
    for (const peer of this.#peers.values()) peer.want(this.#takesPictures, this.#places)
  }

  async #say(word: string): Promise<void> {
    const sealed = await this.#words.seal(word)
    if (sealed && this.#room?.state === ConnectionState.Connected)
      await this.#room.localParticipant.publishData(sealed, { reliable: true })
  }

  async #hearWord(payload: Uint8Array, participant: RemoteParticipant | undefined): Promise<void> {
    const from = participant && this.#peers.get(participant.identity)?.party
    const said = from && (await this.#words.open(identityOf(from), payload))
    const word = typeof said === 'string' ? readWord(said) : null
    if (from && word && 'reaction' in word) this.#options.reaction(from, word.reaction)
  }
}
