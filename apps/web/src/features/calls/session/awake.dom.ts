import type { CallMedia } from '@soroka/client/types'

interface Deeds {
  setMicrophone(on: boolean): void
  setCamera(on: boolean): void
  leave(): void
}

const actions = ['togglemicrophone', 'togglecamera', 'hangup'] as const
/** Newer than the types of the DOM that we compile with. */
type SystemSession = MediaSession & {
  setMicrophoneActive?(on: boolean): void
  setCameraActive?(on: boolean): void
  setActionHandler(action: (typeof actions)[number], handler: (() => void) | null): void
}

/** What a call has of the system: the screen stays awake, and headsets, small windows and locked screens may mute and hang up. */
export class Awake {
  #lock: WakeLockSentinel | null = null
  #isOver = false
  readonly #look = () => void this.#keep()
  readonly #session = 'mediaSession' in navigator ? (navigator.mediaSession as SystemSession) : null
  #media: CallMedia | null = null

  constructor(deeds: Deeds) {
    this.#on('togglemicrophone', () => deeds.setMicrophone(!this.#media?.audio))
    this.#on('togglecamera', () => deeds.setCamera(!this.#media?.video))
    this.#on('hangup', () => deeds.leave())
    document.addEventListener('visibilitychange', this.#look)
    void this.#keep()
  }

  follow(media: CallMedia): void {
    this.#media = media
    this.#session?.setMicrophoneActive?.(media.audio)?.catch(untold)
    this.#session?.setCameraActive?.(media.video)?.catch(untold)
  }

  close(): void {
    this.#isOver = true
    document.removeEventListener('visibilitychange', this.#look)
    for (const action of actions) this.#on(action, null)
    void this.#lock?.release()
  }

  /** The lock goes whenever the page is hidden. A device that saves its battery refuses it. */
  async #keep(): Promise<void> {
    const { wakeLock } = navigator as { wakeLock?: WakeLock }
    if (!wakeLock || document.visibilityState !== 'visible' || this.#isOver) return
    try {
      this.#lock = await wakeLock.request('screen')
      if (this.#isOver) await this.#lock.release()
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    }
  }

  #on(action: (typeof actions)[number], handler: (() => void) | null): void {
    try {
      this.#session?.setActionHandler(action, handler)
    } catch (error) {
      // A browser that does not know this action.
      if (!(error instanceof TypeError)) throw error
    }
  }
}

/** The system shows what it likes; the call goes on. */
function untold(error: unknown): void {
  if (!(error instanceof DOMException)) throw error
}
