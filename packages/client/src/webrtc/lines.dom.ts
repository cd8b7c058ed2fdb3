import { type Budget, soundBits, speechBits } from './budget.ts'
import { type SourceName, type Sources, sourceNames } from './sources.ts'

const kinds: Record<SourceName, 'audio' | 'video'> = {
  audio: 'audio',
  camera: 'video',
  screen: 'video',
  sound: 'audio',
}

/**
 * The four media lines of a connection. They are all there from the first offer on and go both ways, so that a camera or
 * a screen needs no new negotiation: a line whose sender has no track sends nothing (RFC 9429, 4.1.6).
 */
export class Lines {
  readonly #transceivers: Map<SourceName, RTCRtpTransceiver>

  private constructor(transceivers: Map<SourceName, RTCRtpTransceiver>) {
    this.#transceivers = transceivers
  }

  /** Of who offers. */
  static make(connection: RTCPeerConnection): Lines {
    return new Lines(
      new Map(
        sourceNames.map((name) => {
          const transceiver = connection.addTransceiver(kinds[name], { direction: 'sendrecv' })
          preferFew(transceiver, kinds[name])
          return [name, transceiver]
        }),
      ),
    )
  }

  /** Of who answers, after the offer was taken: its lines come in their order. Those that we don't know send nothing. */
  static met(connection: RTCPeerConnection): Lines {
    const found = new Map<SourceName, RTCRtpTransceiver>()
    for (const [n, transceiver] of connection.getTransceivers().entries()) {
      const name = sourceNames[n]
      if (name === undefined || transceiver.receiver.track.kind !== kinds[name]) continue
      transceiver.direction = 'sendrecv'
      found.set(name, transceiver)
    }
    return new Lines(found)
  }

  received(name: SourceName): MediaStreamTrack | undefined {
    return this.#transceivers.get(name)?.receiver.track
  }

  receiver(name: SourceName): RTCRtpReceiver | undefined {
    return this.#transceivers.get(name)?.receiver
  }

  async send(sources: Sources): Promise<void> {
    await Promise.all(
      [...this.#transceivers].map(async ([name, { sender }]) => {
        if (sender.track !== sources[name]) await sender.replaceTrack(sources[name])
      }),
    )
  }

  /** How much may be sent on each line. Before the first description the browser has no encodings to limit. */
  async limit(budget: Budget): Promise<void> {
    const speech = { maxBitrate: speechBits, networkPriority: 'high' } as const
    await this.#limit('audio', speech)
    await this.#limit('sound', { maxBitrate: soundBits })
    await this.#limit('camera', { maxBitrate: budget.camera, maxFramerate: budget.frames })
    await this.#limit('screen', { maxBitrate: budget.screen, maxFramerate: budget.screenFrames })
  }

  async #limit(name: SourceName, limits: RTCRtpEncodingParameters): Promise<void> {
    const sender = this.#transceivers.get(name)?.sender
    const parameters = sender?.getParameters()
    const encoding = parameters?.encodings[0]
    if (!sender || !parameters || !encoding) return
    Object.assign(encoding, limits)
    await sender.setParameters(parameters)
  }
}

/** What every browser can (RFC 7742, RFC 7874), with its retransmissions. */
const known = /^(audio\/opus|audio\/red|video\/(VP8|H264|rtx))$/i

/** Descriptions of four lines with all that a browser can do are long, and each of its codecs costs time to set up. */
function preferFew(transceiver: RTCRtpTransceiver, kind: 'audio' | 'video'): void {
  const { codecs = [] } = RTCRtpReceiver.getCapabilities(kind) ?? {}
  const few = codecs.filter(({ mimeType, sdpFmtpLine = '' }) => known.test(mimeType) && !isHighProfile(sdpFmtpLine))
  if (few.length > 0 && 'setCodecPreferences' in transceiver) transceiver.setCodecPreferences(few)
}

/** Of H.264 the constrained baseline, packed in pieces, is what all have. */
function isHighProfile(format: string): boolean {
  return format.includes('profile-level-id') && !/profile-level-id=42e01f/i.test(format)
}
