import { ConnectionQuality, type RemoteParticipant, RemoteTrackPublication, Track, VideoQuality } from 'livekit-client'
import type { CallParty } from '../../types/calls.ts'
import { loudnessOf } from '../loudness.dom.ts'
import type { MeshPeer } from '../mesh-peer.ts'
import type { Places } from '../place.ts'
import type { Quality } from '../quality.ts'
import { type PictureSize, sizeFor } from './picture-size.ts'

const qualities: Record<ConnectionQuality, Quality> = {
  [ConnectionQuality.Excellent]: 3,
  [ConnectionQuality.Good]: 3,
  [ConnectionQuality.Poor]: 1,
  [ConnectionQuality.Lost]: 0,
  // Nothing was measured yet.
  [ConnectionQuality.Unknown]: 3,
}

const sizes: Record<PictureSize, VideoQuality> = {
  low: VideoQuality.LOW,
  medium: VideoQuality.MEDIUM,
  high: VideoQuality.HIGH,
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

  /** 0 to 1. */
  loudness(): number {
    const track = this.#participant?.getTrackPublication(Track.Source.Microphone)?.audioTrack
    return loudnessOf(track && 'receiver' in track ? track.receiver : undefined)
  }

  /** Its voice comes; pictures are agreed on unless none are wanted at all, and flow while and as large as they are seen. */
  want(takesPictures: boolean, places: Places): void {
    for (const one of this.#participant?.trackPublications.values() ?? []) {
      if (!(one instanceof RemoteTrackPublication)) continue
      const isWanted = one.kind !== Track.Kind.Video || takesPictures
      if (one.isDesired !== isWanted) one.setSubscribed(isWanted)
      if (one.kind !== Track.Kind.Video || !isWanted) continue
      const { camera, screen } = this.#streams
      const stream = one.source === Track.Source.ScreenShare ? screen : camera
      const place = stream ? places.get(stream) : undefined
      if (one.isEnabled !== (place !== undefined)) one.setEnabled(place !== undefined)
      if (place && one.simulcasted) one.setVideoQuality(sizes[sizeFor(place, one.dimensions)])
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
