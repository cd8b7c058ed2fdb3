import {
  LocalAudioTrack,
  LocalVideoTrack,
  Track,
  TrackInvalidError,
  type TrackPublishOptions,
  VideoPreset,
  type Room,
} from 'livekit-client'
import { soundBits, speechBits } from '../budget.ts'
import { InTurn } from '../in-turn.ts'
import { type SourceName, type Sources, sourceNames } from '../sources.ts'

/** Three sizes of a camera: each receives the one that he has a place for. */
const layers = [new VideoPreset(320, 180, 160_000, 15), new VideoPreset(640, 360, 450_000, 20)]
const full = { maxBitrate: 1_500_000, maxFramerate: 25 }

const always: TrackPublishOptions = { videoCodec: 'vp8', backupCodec: false, red: false, stopMicTrackOnMute: false }
const how: Record<SourceName, TrackPublishOptions> = {
  audio: { source: Track.Source.Microphone, dtx: true, audioPreset: { maxBitrate: speechBits } },
  camera: { source: Track.Source.Camera, simulcast: true, videoSimulcastLayers: layers, videoEncoding: full },
  screen: {
    source: Track.Source.ScreenShare,
    simulcast: false,
    screenShareEncoding: { maxBitrate: 2_500_000, maxFramerate: 15 },
  },
  sound: { source: Track.Source.ScreenShareAudio, dtx: false, audioPreset: { maxBitrate: soundBits } },
}

interface Held {
  /** The track of which a copy is sent; null: nothing is, for now. */
  of: MediaStreamTrack | null
  copy: MediaStreamTrack
  local: LocalAudioTrack | LocalVideoTrack
}

/**
 * What this device sends into a room. The library switches tracks on and off as it likes: it gets copies, so that a
 * microphone that is off here stays off.
 */
export class Publisher {
  readonly #room: Room
  readonly #failed: (error: unknown) => void
  readonly #refused: () => void
  readonly #held = new Map<SourceName, Held>()
  readonly #inTurn = new InTurn()
  #isClosed = false

  /** @param refused the room did not take what is to be sent */
  constructor(room: Room, failed: (error: unknown) => void, refused: () => void) {
    this.#room = room
    this.#failed = failed
    this.#refused = refused
  }

  /** Whether anything of mine goes out. */
  get sends(): boolean {
    return [...this.#held.values()].some(({ of }) => of?.enabled === true)
  }

  send(sources: Sources): void {
    for (const name of sourceNames)
      this.#inTurn.run(async () => {
        if (!this.#isClosed) await this.#put(name, sources[name])
      }, this.#failed)
  }

  close(): void {
    this.#isClosed = true
    for (const { copy } of this.#held.values()) copy.stop()
    this.#held.clear()
  }

  async #put(name: SourceName, track: MediaStreamTrack | null): Promise<void> {
    const held = this.#held.get(name)
    if (!held) {
      if (track) await this.#publish(name, track)
      return
    }
    if (!track) {
      if (held.of === null) return
      held.of = null
      await held.local.mute()
      held.copy.stop()
      return
    }
    if (held.of !== track) {
      const { copy } = held
      held.of = track
      held.copy = track.clone()
      await held.local.replaceTrack(held.copy, true)
      copy.stop()
    }
    if (track.enabled) await held.local.unmute()
    else await held.local.mute()
  }

  async #publish(name: SourceName, track: MediaStreamTrack): Promise<void> {
    const copy = track.clone()
    const local =
      copy.kind === 'audio' ? new LocalAudioTrack(copy, undefined, true) : new LocalVideoTrack(copy, undefined, true)
    if (!track.enabled) await local.mute()
    this.#held.set(name, { of: track, copy, local })
    try {
      await this.#room.localParticipant.publishTrack(local, { ...always, ...how[name] })
    } catch (error) {
      this.#held.delete(name)
      copy.stop()
      // A track that ended meanwhile is no fault of the room's.
      if (!this.#isClosed && !(error instanceof TrackInvalidError)) this.#refused()
    }
  }
}
