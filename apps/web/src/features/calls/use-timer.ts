import { useEffect, useState } from 'react'
import type { OwnCall } from '../../stores/callStore.ts'

/** When the second person came, by this device's clock: the server's may stand elsewhere. */
let known: { talk: string; since: number | null } | null = null

function sinceOf({ talk, state: { answeredAt } }: Pick<OwnCall, 'talk' | 'state'>): number | null {
  const seen = known?.talk === talk
  if (answeredAt === null) known = { talk, since: null }
  // Who saw it ring knows the moment; who came later takes the server's word for it.
  else if (!seen || known?.since === null) known = { talk, since: seen ? Date.now() : Math.min(answeredAt, Date.now()) }
  return known?.since ?? null
}

/** 04:17, or 1:04:17. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** How long people have been talking, renewed each second; empty until they do. */
export function useTimer(call: Pick<OwnCall, 'talk' | 'state'>): string {
  const since = sinceOf(call)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (since === null) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since])
  return since === null ? '' : spanText(now - since)
}
