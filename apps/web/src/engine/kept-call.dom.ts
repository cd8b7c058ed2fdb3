import type { CallId } from '@soroka/protocol'

const key = 'soroka.call'
/** A device that was silent for longer is no longer in its call (ms). */
const lease = 30_000

interface Kept {
  call: CallId
  audio: boolean
  video: boolean
  at: number
}

/** The call of a page that goes, for the one that may come in its place: written last of all, so that a copied tab has none. */
export function keepCall(kept: Omit<Kept, 'at'>): void {
  sessionStorage.setItem(key, JSON.stringify({ ...kept, at: Date.now() }))
}

/** The call that this tab was in before it was loaded again; once. */
export function takeKeptCall(): Kept | null {
  const text = sessionStorage.getItem(key)
  if (text === null) return null
  sessionStorage.removeItem(key)
  const kept = JSON.parse(text) as Kept
  return Date.now() - kept.at < lease ? kept : null
}
