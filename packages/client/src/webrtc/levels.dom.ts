/** How loud a microphone is, 0 to 1, whenever it is asked; for a bar of a test and for the ring around oneself. */
export class Level {
  readonly #context: AudioContext
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>

  constructor(track: MediaStreamTrack) {
    this.#context = new AudioContext({ latencyHint: 'playback' })
    this.#analyser = this.#context.createAnalyser()
    this.#analyser.fftSize = 512
    // The mean of old sound would make each word begin and end late.
    this.#analyser.smoothingTimeConstant = 0
    this.#samples = new Float32Array(this.#analyser.fftSize)
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser)
  }

  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    let sum = 0
    for (const sample of this.#samples) sum += sample * sample
    return Math.sqrt(sum / this.#samples.length)
  }

  close(): void {
    void this.#context.close()
  }
}
