import { Level, type MediaPath, Speaking } from '@soroka/client/webrtc'
import type { DeviceId } from '@soroka/protocol'

interface Beats {
  path(): MediaPath | null
  microphone(): MediaStreamTrack | null
  /** Somebody began to speak or fell silent. */
  changed(): void
  /** Twice a second. */
  look(): void
  /** The server is to hear of this device. */
  alive(): void
}

const LISTEN = 200
const LOOK = 500
const MEASURE = 3000
const ALIVE = 10_000

/** What is done again and again during a call. */
export class Pulse {
  readonly #beats: Beats
  readonly #speaking = new Speaking()
  readonly #timers: ReturnType<typeof setInterval>[]
  #level: { of: MediaStreamTrack; level: Level } | null = null

  constructor(beats: Beats) {
    this.#beats = beats
    this.#timers = [
      setInterval(() => this.#listen(), LISTEN),
      setInterval(() => beats.look(), LOOK),
      setInterval(() => void beats.path()?.measure(), MEASURE),
      setInterval(() => beats.alive(), ALIVE),
    ]
  }

  speaks(device: DeviceId | 'me'): boolean {
    return this.#speaking.speaks(device, performance.now())
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#level?.level.close()
    this.#level = null
  }

  #listen(): void {
    // Nobody sees who speaks in a hidden page.
    if (document.visibilityState !== 'visible') return
    const now = performance.now()
    const track = this.#beats.microphone()
    if (track !== this.#level?.of) {
      this.#level?.level.close()
      this.#level = track && { of: track, level: new Level(track) }
    }
    const heard = [...(this.#beats.path()?.loudness() ?? []), ['me', this.#level?.level.read() ?? 0] as const]
    const changes = heard.filter(([who, loudness]) => this.#speaking.hear(who, loudness, now))
    if (changes.length > 0) this.#beats.changed()
  }
}
