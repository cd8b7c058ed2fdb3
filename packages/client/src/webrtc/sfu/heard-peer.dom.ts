import { ConnectionQuality, type RemoteParticipant, Track, VideoQuality } from 'livekit-client'
import type { CallParty } from '../../types/calls.ts'
import type { MeshPeer } from '../mesh-peer.ts'
import type { Quality } from '../quality.ts'

const qualities: Record<ConnectionQuality, Quality> = {
  [ConnectionQuality.Excellent]: 3,
  [ConnectionQuality.Good]: 3,
  [ConnectionQuality.Poor]: 1,
  [ConnectionQuality.Lost]: 0,
  // Nothing was measured yet.
  [ConnectionQuality.Unknown]: 3,
}

type Streams = Pick<MeshPeer, 'camera' | 'screen' | 'sound'>

/** Another device, as the room shows it. Its streams stay the same as long as their tracks do: screens hold on to them. */
export class HeardPeer {
  readonly party: CallParty
  #participant: RemoteParticipant | undefined
  #streams: Streams = { camera: null, screen: null, sound: null }
  #apartSince: number | null = performance.now()
  #wasHere = false

  constructor(party: CallParty) {
    this.party = party
  }

  /** How it stands now; undefined: it is not in the room, or I am not. */
  follow(participant: RemoteParticipant | undefined): void {
    this.#participant = participant
    if (participant) {
      this.#wasHere = true
      this.#apartSince = null
    } else this.#apartSince ??= performance.now()
    this.#streams = {
      camera: this.#stream(this.#streams.camera, Track.Source.Camera),
      screen: this.#stream(this.#streams.screen, Track.Source.ScreenShare),
      sound: this.#stream(this.#streams.sound, Track.Source.Microphone, Track.Source.ScreenShareAudio),
    }
  }

  show(): MeshPeer {
    const away = this.#wasHere ? 'reconnecting' : 'connecting'
    return {
      party: this.party,
      state: this.#participant ? 'connected' : away,
      ...this.#streams,
      quality: this.#participant ? qualities[this.#participant.connectionQuality] : 0,
      apartSince: this.#apartSince,
      isGone: false,
    }
  }

  /** 0 to 1: how loud the last packet was (RFC 6464). */
  loudness(): number {
    const track = this.#participant?.getTrackPublication(Track.Source.Microphone)?.audioTrack
    const receiver = track && 'receiver' in track ? track.receiver : undefined
    const [newest] = receiver?.getSynchronizationSources() ?? []
    return newest && performance.timeOrigin + performance.now() - newest.timestamp < 1000 ? (newest.audioLevel ?? 0) : 0
  }

  /** Which pictures of it are worth receiving: none, or those for a place of that size. */
  want(takesPictures: boolean, size: VideoQuality): void {
    for (const one of this.#participant?.videoTrackPublications.values() ?? []) {
      if (!one.isSubscribed) continue
      if (one.isEnabled !== takesPictures) one.setEnabled(takesPictures)
      if (one.source === Track.Source.Camera && one.videoQuality !== size) one.setVideoQuality(size)
    }
  }

  #stream(before: MediaStream | null, ...sources: Track.Source[]): MediaStream | null {
    const tracks = sources.flatMap(
      (source) => this.#participant?.getTrackPublication(source)?.track?.mediaStreamTrack ?? [],
    )
    if (tracks.length === 0) return null
    const now = before?.getTracks() ?? []
    return now.length === tracks.length && tracks.every((track) => now.includes(track))
      ? before
      : new MediaStream(tracks)
  }
}
