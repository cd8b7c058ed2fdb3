import { loudness } from './peaks.ts'
import { type Kind, recordingType } from './recording-type.ts'

/** Why there is no recording: refused by the person or his browser, no device, taken by another program, or no way at all. */
export type RecordingProblem = 'denied' | 'missing' | 'busy' | 'unsupported'

export class RecordingError extends Error {
  readonly problem: RecordingProblem

  constructor(problem: RecordingProblem) {
    super(problem)
    this.problem = problem
  }
}

const problems: Record<string, RecordingProblem | undefined> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** The devices that a person lets us use; `RecordingError` says why not. */
export async function openDevices(wish: MediaStreamConstraints): Promise<MediaStream> {
  // Pages that did not come over https have none.
  if (!('mediaDevices' in navigator)) throw new RecordingError('unsupported')
  try {
    return await navigator.mediaDevices.getUserMedia(wish)
  } catch (error) {
    throw new RecordingError((error instanceof Error && problems[error.name]) || 'unsupported')
  }
}

export function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

const bits = { audioBitsPerSecond: 40_000, videoBitsPerSecond: 900_000 }
/** Pieces come this often (ms): a page that dies loses at most the last one. */
const piece = 500

/** Records a stream, and says meanwhile how loud it is. */
export class Recorder {
  readonly #recorder: MediaRecorder
  readonly #parts: Blob[] = []
  readonly #audio = new AudioContext()
  readonly #analyser = this.#audio.createAnalyser()
  readonly #samples = new Float32Array(2048)

  constructor(kind: Kind, stream: MediaStream) {
    const mimeType =
      'MediaRecorder' in window ? recordingType(kind, (type) => MediaRecorder.isTypeSupported(type)) : undefined
    if (mimeType === undefined) throw new RecordingError('unsupported')
    this.#recorder = new MediaRecorder(stream, { mimeType, ...bits })
    this.#recorder.addEventListener('dataavailable', ({ data }) => this.#parts.push(data))
    this.#analyser.fftSize = this.#samples.length
    this.#audio.createMediaStreamSource(new MediaStream(stream.getAudioTracks())).connect(this.#analyser)
    this.#recorder.start(piece)
  }

  /** How loud it is now, from 0 to 1. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    return loudness(this.#samples)
  }

  /** @returns what was recorded so far, to be listened to */
  async pause(): Promise<Blob> {
    this.#recorder.pause()
    const written = this.#next('dataavailable')
    this.#recorder.requestData()
    await written
    return this.#whole()
  }

  resume(): void {
    this.#recorder.resume()
  }

  /** The end; everything is let go. */
  async stop(): Promise<Blob> {
    if (this.#recorder.state !== 'inactive') {
      const stopped = this.#next('stop')
      this.#recorder.stop()
      await stopped
    }
    closeStream(this.#recorder.stream)
    await this.#audio.close()
    return this.#whole()
  }

  #next(event: 'stop' | 'dataavailable'): Promise<unknown> {
    return new Promise((resolve) => this.#recorder.addEventListener(event, resolve, { once: true }))
  }

  /** Without its codecs: they are the player's own matter to find. */
  #whole(): Blob {
    return new Blob(this.#parts, { type: this.#recorder.mimeType.split(';')[0] ?? '' })
  }
}
