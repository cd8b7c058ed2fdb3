import { useEffect, useState } from 'react'
import type { OwnCall } from '../../../stores/callStore.ts'
import { callingTone, connectedSound, endedSound, ring } from './tones.dom.ts'

const lock = 'soroka.ring'
const pattern = [400, 200, 400]

/** A page that nobody has touched yet may not shake the phone. */
function shake(): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern)
}

/** Sound and shaking of a call that comes in. Of several tabs one rings: whoever holds the lock. */
export function useRing(on: boolean): void {
  useEffect(() => {
    if (!on) return
    const left = new AbortController()
    const ringUntilLeft = () =>
      new Promise<void>((resolve) => {
        const stop = ring()
        shake()
        const timer = setInterval(shake, 2600)
        left.signal.addEventListener('abort', () => {
          stop()
          clearInterval(timer)
          if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(0)
          resolve()
        })
      })
    navigator.locks
      .request(lock, { signal: left.signal }, () => (left.signal.aborted ? undefined : ringUntilLeft()))
      .catch((error: unknown) => {
        // Whoever waits for the lock when the ringing is over gets this.
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
      })
    return () => left.abort()
  }, [on])
}

/** What my own call sounds like: ringing over there, somebody came, it is over. */
export function useOwnSounds(call: OwnCall | null, ownedByMe: boolean): void {
  const phase = call?.phase
  const calling = phase === 'ringing' && ownedByMe
  // A call that comes back from a tunnel is none that begins.
  const [answered, setAnswered] = useState(false)
  if (phase === 'connected' && !answered) setAnswered(true)
  if (answered && (phase === undefined || phase === 'ringing' || phase === 'over')) setAnswered(false)
  const over = phase === 'over'
  useEffect(() => (calling ? callingTone() : undefined), [calling])
  useEffect(() => {
    if (answered) connectedSound()
  }, [answered])
  useEffect(() => {
    if (over) endedSound()
  }, [over])
}
