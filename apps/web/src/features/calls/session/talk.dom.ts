import type { CallMedia } from '@soroka/client/types'
import { budgetFor, type MeshPeer } from '@soroka/client/webrtc'
import type { CallOver } from '../../../stores/callStore.ts'
import { Awake } from './awake.dom.ts'
import { holdLine } from './line.dom.ts'
import { OwnMedia } from './own-media.dom.ts'
import { SoundOut } from './sound-out.dom.ts'

/** A call, as far as the talk that it is a part of has to know it. */
export interface TalkCall {
  /** The server counts this device in. */
  readonly isIn: boolean
  peers(): readonly MeshPeer[]
  /** Tells the screens how it stands. */
  show(): void
  /** What the microphone, the camera and the screen give is another now. */
  sendSources(): void
  sendMedia(media: CallMedia): void
  leave(): void
}

/**
 * What being in a call takes of this device: microphone and camera, the sound, the keys of a headset, the line. It outlives
 * a call of two that grows into one of a group: for a moment there are both, and one of them is shown.
 */
export class Talk<Call extends TalkCall = TalkCall> {
  readonly own: OwnMedia
  readonly #ended: (over: CallOver) => void
  readonly #sound = new SoundOut()
  readonly #awake: Awake
  readonly #letGo = holdLine()
  readonly #calls = new Set<Call>()
  #shown: Call | null = null
  isOver = false

  constructor(ended: (over: CallOver) => void) {
    this.#ended = ended
    this.own = new OwnMedia(
      budgetFor(2),
      () => this.#each((call) => call.sendSources()),
      (media) => {
        this.#awake.follow(media)
        this.#each((call) => call.sendMedia(media))
      },
    )
    this.#awake = new Awake({
      setMicrophone: (on) => void this.own.setMicrophone(on),
      setCamera: (on) => void this.own.setCamera(on),
      leave: () => this.leave(),
    })
  }

  get shown(): Call | null {
    return this.#shown
  }

  get calls(): readonly Call[] {
    return [...this.#calls]
  }

  /** The first one is shown. */
  add(call: Call): void {
    this.#calls.add(call)
    this.#shown ??= call
  }

  show(call: Call): void {
    this.#shown = call
    this.play()
    call.show()
  }

  /** Everybody is heard once: over the call that is shown, or over the other one while that does not reach him. */
  play(): void {
    const heard = new Map<string, MeshPeer>()
    for (const call of this.calls.toSorted((a, b) => Number(b === this.#shown) - Number(a === this.#shown)))
      for (const peer of call.peers()) {
        const before = heard.get(peer.party.device)
        if (!before || (before.state !== 'connected' && peer.state === 'connected')) heard.set(peer.party.device, peer)
      }
    this.#sound.follow([...heard.values()])
  }

  speakThrough(device: string): Promise<void> {
    return this.#sound.speakThrough(device)
  }

  /** Hangs up. */
  leave(): void {
    const shown = this.#shown
    for (const call of this.#calls) if (call !== shown) call.leave()
    shown?.leave()
  }

  /** One of its calls is over. If another one has taken its place, nobody sees that. */
  gone(call: Call, over: CallOver): void {
    this.#calls.delete(call)
    if (call !== this.#shown) {
      if (this.#shown) this.play()
      return
    }
    const next = this.calls.find(({ isIn }) => isIn)
    if (next) {
      this.show(next)
      return
    }
    this.#shown = null
    this.isOver = true
    this.#each((other) => other.leave())
    this.#awake.close()
    this.#sound.close()
    this.own.close()
    this.#letGo()
    this.#ended(over)
  }

  #each(work: (call: Call) => void): void {
    for (const call of this.calls) work(call)
  }
}
