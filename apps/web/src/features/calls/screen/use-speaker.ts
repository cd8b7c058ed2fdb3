import { useEffect, useState } from 'react'
import type { Seat } from './seats.ts'

/** A cough is not a speech. */
const speaks = 700

/** Whose picture is large: who has been speaking for a while, and stays until somebody else does. */
export function useSpeaker(seats: Seat[]): Seat | undefined {
  const others = seats.filter(({ device }) => device !== null)
  const [shown, setShown] = useState<string | null>(null)
  const loud = others.find((seat) => seat.speaking && seat.device !== shown)?.device ?? null
  const still = others.some((seat) => seat.speaking && seat.device === shown)
  useEffect(() => {
    if (loud === null || still) return
    const timer = setTimeout(() => setShown(loud), speaks)
    return () => clearTimeout(timer)
  }, [loud, still])
  return others.find(({ device }) => device === shown) ?? others[0] ?? seats[0]
}
