import { useCallback, useEffect, useRef, useState } from 'react'

export const speeds = [0.5, 1, 1.25, 1.5, 2] as const

interface State {
  paused: boolean
  /** It plays, and the next bytes are not here yet. */
  waiting: boolean
  /** Seconds. */
  at: number
  duration: number
  /** Up to where it is here, in seconds. */
  ahead: number
  volume: number
  speed: number
}

const before: State = { paused: true, waiting: true, at: 0, duration: 0, ahead: 0, volume: 1, speed: 1 }
const events = [
  'timeupdate',
  'durationchange',
  'play',
  'pause',
  'volumechange',
  'progress',
  'ratechange',
  'waiting',
  'playing',
  'canplay',
  'seeking',
  'seeked',
] as const

/** Kept from one film to the next. */
const kept = { volume: 1, speed: 1 }

function stateOf(film: HTMLVideoElement): State {
  const { buffered, currentTime: at } = film
  let ahead = 0
  for (let n = 0; n < buffered.length; n++) if (buffered.start(n) <= at + 0.1) ahead = Math.max(ahead, buffered.end(n))
  return {
    paused: film.paused,
    waiting: film.readyState < film.HAVE_FUTURE_DATA && !film.ended,
    at,
    duration: Number.isFinite(film.duration) ? film.duration : 0,
    ahead,
    volume: film.muted ? 0 : film.volume,
    speed: film.playbackRate,
  }
}

function setUp(film: HTMLVideoElement): void {
  film.volume = kept.volume
  film.playbackRate = kept.speed
}

function goTo(film: HTMLVideoElement, seconds: number): void {
  film.currentTime = Math.min(Math.max(0, seconds), film.duration || seconds)
}

function setLoudness(film: HTMLVideoElement, volume: number): void {
  film.muted = volume === 0
  if (volume > 0) film.volume = kept.volume = volume
}

function setPace(film: HTMLVideoElement, speed: number): void {
  film.playbackRate = kept.speed = speed
}

export interface Player extends State {
  film: HTMLVideoElement | null
  problem: 'UNPLAYABLE' | 'UNAVAILABLE' | undefined
  /** The screen says why it does not play: there is nothing to control. */
  broken: boolean
  setBroken(broken: boolean): void
  /** Another film comes, or none. */
  leave(): void
  attach(film: HTMLVideoElement | null): void
  forget(): void
  toggle(): void
  seek(seconds: number): void
  setVolume(volume: number): void
  /** Silent, or as loud as it was. */
  toggleSound(): void
  setSpeed(speed: number): void
}

/** The one film that plays in the viewer, and what its controls show of it. */
export function usePlayer(): Player {
  const [film, setFilm] = useState<HTMLVideoElement | null>(null)
  const [state, setState] = useState(before)
  const [problem, setProblem] = useState<Player['problem']>()
  const [broken, setBroken] = useState(false)
  /** Where it broke off: one more try goes on from there. */
  const brokeAt = useRef(0)
  const attach = useCallback((element: HTMLVideoElement | null) => {
    setFilm(element)
    setState(before)
    // Taken away because it does not play: what was said of it stays.
    if (element) setProblem(undefined)
  }, [])
  const leave = useCallback(() => {
    brokeAt.current = 0
    attach(null)
  }, [attach])
  useEffect(() => {
    if (!film) return
    setUp(film)
    if (brokeAt.current > 0) goTo(film, brokeAt.current)
    const read = () => setState(stateOf(film))
    const fail = () => {
      brokeAt.current = film.currentTime
      // A line that breaks says nothing of the film.
      const cut = film.error?.code === MediaError.MEDIA_ERR_NETWORK || !navigator.onLine
      setProblem(cut ? 'UNAVAILABLE' : 'UNPLAYABLE')
    }
    for (const event of events) film.addEventListener(event, read)
    film.addEventListener('error', fail)
    const plays = () => void (brokeAt.current = 0)
    film.addEventListener('playing', plays)
    read()
    return () => {
      for (const event of events) film.removeEventListener(event, read)
      film.removeEventListener('error', fail)
      film.removeEventListener('playing', plays)
    }
  }, [film])
  return {
    ...state,
    film,
    problem,
    broken,
    setBroken,
    leave,
    attach,
    forget: () => setProblem(undefined),
    toggle: () => {
      if (!film) return
      // A browser that wants a press first gets it with the next one.
      if (film.paused) film.play().catch(() => setState(stateOf(film)))
      else film.pause()
    },
    seek: (seconds) => {
      if (!film) return
      goTo(film, seconds)
      setState(stateOf(film))
    },
    setVolume: (volume) => film && setLoudness(film, volume),
    toggleSound: () => film && setLoudness(film, film.muted || film.volume === 0 ? kept.volume : 0),
    setSpeed: (speed) => film && setPace(film, speed),
  }
}
