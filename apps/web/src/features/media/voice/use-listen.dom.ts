import { useEffect, useRef, useState } from 'react'
import { hush, mayBeHushed } from '../player/sounding.dom.ts'

/** Plays what was recorded, before it is sent. */
export function useListen(blob: Blob | undefined, duration: number) {
  const audio = useRef<HTMLAudioElement>(null)
  const [state, setState] = useState({ of: blob, playing: false, at: 0 })
  useEffect(() => {
    if (!blob) return
    const url = URL.createObjectURL(blob)
    const made = new Audio(url)
    const quiet = () => made.pause()
    const tell = () => setState({ of: blob, playing: !made.paused, at: made.ended ? 0 : made.currentTime * 1000 })
    made.addEventListener('play', () => hush(quiet))
    for (const event of ['play', 'pause', 'timeupdate', 'ended']) made.addEventListener(event, tell)
    const forget = mayBeHushed(quiet)
    audio.current = made
    return () => {
      forget()
      made.pause()
      made.removeAttribute('src')
      URL.revokeObjectURL(url)
      audio.current = null
    }
  }, [blob])
  const { playing, at } = state.of === blob ? state : { playing: false, at: 0 }
  return {
    playing,
    heard: duration > 0 ? Math.min(1, at / duration) : 0,
    toggle: () => {
      if (audio.current?.paused === true) audio.current.play().catch(console.error)
      else audio.current?.pause()
    },
  }
}
