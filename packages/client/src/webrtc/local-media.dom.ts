import type { Budget } from './budget.ts'
import {
  type DeviceKind,
  type Facing,
  listDevices,
  openCamera,
  openMicrophone,
  type OpenProblem,
  openScreen,
  pictureOf,
  voice,
} from './devices.dom.ts'
import { type SourceName, type Sources, noSources } from './sources.ts'

export interface LocalOptions {
  microphone: string | null
  camera: string | null
  noiseSuppression: boolean
  budget: Budget
  /** What is sent, or seen of oneself, is another now. */
  changed(): void
  /** Something went away by itself: it was unplugged, or taken by another program. */
  lost(what: 'audio' | 'camera'): void
}

/**
 * What this device sends: microphone, camera and screen. A microphone that is off stays open and gives silence, so that it
 * is on again within the same word; a camera that is off is really off, and its light goes out.
 */
export class LocalMedia {
  readonly #options: LocalOptions
  readonly #watch = () => void this.#replug()
  sources: Sources = noSources
  facing: Facing = 'user'
  #microphone: string | null
  #camera: string | null
  #noiseSuppression: boolean
  #budget: Budget
  #isOn = true
  #isClosed = false

  constructor(options: LocalOptions) {
    this.#options = options
    this.#microphone = options.microphone
    this.#camera = options.camera
    this.#noiseSuppression = options.noiseSuppression
    this.#budget = options.budget
    navigator.mediaDevices?.addEventListener('devicechange', this.#watch)
  }

  /** Whether the others hear this device. */
  get speaks(): boolean {
    return this.sources.audio?.enabled ?? false
  }

  /** @returns why it is not on */
  async setMicrophone(on: boolean): Promise<OpenProblem | null> {
    this.#isOn = on
    if (this.sources.audio) {
      this.sources.audio.enabled = on
      this.#options.changed()
      return null
    }
    return on ? this.#openMicrophone() : null
  }

  async setCamera(on: boolean): Promise<OpenProblem | null> {
    if (!on) {
      this.#put('camera', null)
      return null
    }
    if (this.sources.camera) return null
    const track = await openCamera({ device: this.#camera, facing: this.facing }, this.#budget)
    if (typeof track === 'string') return track
    this.#put('camera', track)
    return null
  }

  /** From the front camera to the back one; where cameras don't say how they look, to the next one. */
  async flip(): Promise<OpenProblem | null> {
    const { facingMode, deviceId } = this.sources.camera?.getSettings() ?? {}
    this.facing = this.facing === 'user' ? 'environment' : 'user'
    this.#camera = facingMode === undefined ? await nextCamera(deviceId) : null
    return this.#reopenCamera()
  }

  async setScreen(on: boolean): Promise<OpenProblem | null> {
    if (!on) {
      this.#put('screen', null)
      this.#put('sound', null)
      return null
    }
    const opened = await openScreen(this.#budget)
    if (typeof opened === 'string') return opened
    this.#put('sound', opened.sound)
    this.#put('screen', opened.screen)
    return null
  }

  async choose(kind: Exclude<DeviceKind, 'audiooutput'>, device: string): Promise<OpenProblem | null> {
    if (kind === 'videoinput') {
      this.#camera = device
      return this.#reopenCamera()
    }
    this.#microphone = device
    return this.#openMicrophone()
  }

  async setNoiseSuppression(on: boolean): Promise<void> {
    this.#noiseSuppression = on
    const { audio } = this.sources
    if (!audio) return
    await audio.applyConstraints(voice(this.#microphone, on))
    // Some browsers set it only when they open a microphone.
    if (audio.getSettings().noiseSuppression !== on) await this.#openMicrophone()
  }

  /** More of us, so smaller pictures. */
  async fit(budget: Budget): Promise<void> {
    if (budget === this.#budget) return
    this.#budget = budget
    await this.sources.camera?.applyConstraints(pictureOf(budget)).catch(asItIs)
  }

  close(): void {
    this.#isClosed = true
    navigator.mediaDevices?.removeEventListener('devicechange', this.#watch)
    for (const track of Object.values(this.sources) as (MediaStreamTrack | null)[]) track?.stop()
    this.sources = noSources
  }

  async #openMicrophone(): Promise<OpenProblem | null> {
    const track = await openMicrophone(this.#microphone, this.#noiseSuppression)
    if (typeof track === 'string') return track
    track.enabled = this.#isOn
    this.#put('audio', track)
    return null
  }

  /** A phone has one camera at a time: the one before it is closed first. */
  async #reopenCamera(): Promise<OpenProblem | null> {
    if (!this.sources.camera) return null
    this.sources.camera.stop()
    const track = await openCamera({ device: this.#camera, facing: this.facing }, this.#budget)
    this.#put('camera', typeof track === 'string' ? null : track)
    return typeof track === 'string' ? track : null
  }

  #put(name: SourceName, track: MediaStreamTrack | null): void {
    const before = this.sources[name]
    if (before === track) return
    before?.stop()
    if (this.#isClosed) {
      track?.stop()
      return
    }
    track?.addEventListener('ended', () => void this.#ended(name, track))
    this.sources = { ...this.sources, [name]: track }
    this.#options.changed()
  }

  /** Told only of what ends by itself, not of what is stopped here. */
  async #ended(name: SourceName, track: MediaStreamTrack): Promise<void> {
    if (this.sources[name] !== track) return
    this.#put(name, null)
    if (name === 'screen') this.#put('sound', null)
    if (name === 'camera') this.#options.lost('camera')
    if (name !== 'audio') return
    this.#microphone = null
    if ((await this.#openMicrophone()) !== null) this.#options.lost('audio')
  }

  /** A microphone was plugged in while there was none. */
  async #replug(): Promise<void> {
    if (this.sources.audio || !this.#isOn || this.#isClosed) return
    const found = await listDevices('audioinput')
    if (found.length > 0) await this.#openMicrophone()
  }
}

async function nextCamera(device: string | undefined): Promise<string | null> {
  const cameras = await listDevices('videoinput')
  const at = cameras.findIndex(({ id }) => id === device)
  return cameras[(at + 1) % cameras.length]?.id ?? null
}

/** A camera that can't do better or worse goes on as it is. */
function asItIs(error: unknown): void {
  if (!(error instanceof DOMException)) throw error
}
