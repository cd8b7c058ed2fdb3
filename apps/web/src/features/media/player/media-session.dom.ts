import i18next from 'i18next'
import { playingStore } from './playing-store.ts'
import { titlesOf } from './titles.ts'

/** What keys of a keyboard, a headset and a locked screen may do. */
export interface Deeds {
  play(): void
  pause(): void
  next(): void
  stop(): void
  /** Milliseconds. */
  to(at: number): void
}

const step = 10_000
let shown: string | undefined

/** Tells the system what plays and how far it is. */
export function followSession(audio: HTMLAudioElement, deeds: Deeds): void {
  const { playing } = playingStore.getState()
  if (!('mediaSession' in navigator) || !playing) return
  const { mediaSession } = navigator
  if (shown !== playing.file.id) {
    shown = playing.file.id
    const { title, where } = titlesOf(playing, i18next.t)
    mediaSession.metadata = new MediaMetadata({ title, artist: where })
    const by = (ms: number) => () => deeds.to((playingStore.getState().playing?.at ?? 0) + ms)
    mediaSession.setActionHandler('play', deeds.play)
    mediaSession.setActionHandler('pause', deeds.pause)
    mediaSession.setActionHandler('stop', deeds.stop)
    mediaSession.setActionHandler('nexttrack', deeds.next)
    mediaSession.setActionHandler('seekbackward', by(-step))
    mediaSession.setActionHandler('seekforward', by(step))
    mediaSession.setActionHandler('seekto', ({ seekTime }) => seekTime !== undefined && deeds.to(seekTime * 1000))
  }
  const duration = Number.isFinite(audio.duration) ? audio.duration : playing.file.duration / 1000
  if (duration <= 0) return
  const position = Math.min(audio.currentTime, duration)
  mediaSession.setPositionState({ duration, position, playbackRate: audio.playbackRate })
}

export function forgetSession(): void {
  shown = undefined
  if (!('mediaSession' in navigator)) return
  const { mediaSession } = navigator
  mediaSession.metadata = null
  const names = ['play', 'pause', 'stop', 'nexttrack', 'seekbackward', 'seekforward', 'seekto'] as const
  for (const name of names) mediaSession.setActionHandler(name, null)
}
