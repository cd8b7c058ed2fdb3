import type { CallMedia } from '@soroka/client/types'
import { type Budget, listDevices, LocalMedia, type OpenProblem } from '@soroka/client/webrtc'
import { callStore, type CallProblem } from '../../../stores/callStore.ts'
import { changeOwn } from './own.ts'

const words = {
  microphone: { blocked: 'mic_blocked', missing: 'mic_missing', busy: 'mic_missing', dismissed: null },
  camera: { blocked: 'camera_blocked', missing: 'camera_missing', busy: 'camera_missing', dismissed: null },
  screen: { blocked: 'screen_blocked', missing: 'screen_blocked', busy: 'screen_blocked', dismissed: null },
} satisfies Record<string, Record<OpenProblem, CallProblem | null>>

/** My microphone, camera, screen and raised hand in one call. What is refused is said, and the call goes on without it. */
export class OwnMedia {
  readonly local: LocalMedia
  readonly #changed: (media: CallMedia) => void
  readonly #sources: () => void
  #hand = false
  isOpen = false
  #seen: { camera: MediaStreamTrack | null; screen: MediaStreamTrack | null } = { camera: null, screen: null }

  constructor(budget: Budget, sources: () => void, changed: (media: CallMedia) => void) {
    const { audioinput, videoinput, noiseSuppression } = callStore.getState().choices
    this.#sources = sources
    this.#changed = changed
    this.local = new LocalMedia({
      microphone: audioinput,
      camera: videoinput,
      noiseSuppression,
      budget,
      changed: () => this.#tell(),
      lost: (what) => changeOwn({ problem: what === 'audio' ? 'mic_missing' : 'camera_missing' }),
    })
  }

  get media(): CallMedia {
    const { camera, screen } = this.local.sources
    return { audio: this.local.speaks, video: camera !== null, screen: screen !== null, hand: this.#hand }
  }

  /** What is wanted from the first moment on; what can't be had is told when it is known. */
  async open(audio: boolean, video: boolean): Promise<void> {
    await Promise.all([this.setMicrophone(audio), video ? this.setCamera(true) : undefined])
    this.isOpen = true
    this.#tell()
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#say('microphone', await this.local.setMicrophone(on))
  }

  async setCamera(on: boolean): Promise<void> {
    this.#say('camera', await this.local.setCamera(on))
    await this.#face()
  }

  async flip(): Promise<void> {
    this.#say('camera', await this.local.flip())
    await this.#face()
  }

  async setScreen(on: boolean): Promise<void> {
    this.#say('screen', await this.local.setScreen(on))
  }

  async choose(kind: 'audioinput' | 'videoinput', device: string): Promise<void> {
    this.#say(kind === 'audioinput' ? 'microphone' : 'camera', await this.local.choose(kind, device))
  }

  raiseHand(up: boolean): void {
    this.#hand = up
    this.#tell()
  }

  close(): void {
    this.local.close()
  }

  #say(what: keyof typeof words, problem: OpenProblem | null): void {
    const now = problem === null ? null : words[what][problem]
    const { own } = callStore.getState()
    // What is well again is no longer a problem; another one stays.
    if (now !== null) changeOwn({ problem: now })
    else if (own?.problem && Object.values<CallProblem | null>(words[what]).includes(own.problem))
      changeOwn({ problem: null })
  }

  /** With one camera there is nothing to flip. */
  async #face(): Promise<void> {
    const many = this.local.sources.camera !== null && (await listDevices('videoinput')).length > 1
    changeOwn({ facing: many ? this.local.facing : null })
  }

  #tell(): void {
    const { camera, screen } = this.local.sources
    if (camera !== this.#seen.camera) changeOwn({ stream: camera && new MediaStream([camera]) })
    if (screen !== this.#seen.screen) changeOwn({ screen: screen && new MediaStream([screen]) })
    this.#seen = { camera, screen }
    this.#sources()
    if (!this.isOpen) return
    changeOwn({ media: this.media })
    this.#changed(this.media)
  }
}
