import type { Posted } from '../../platform/fetch-guard/index.ts'

/**
 * What to make of a push service's answer. gone: the subscription is over · smaller: again without the envelope · refused:
 * it does not take our pushes at all · later: again, not before the time it named, in ms · lost: this one can't be sent.
 */
export type Verdict =
  | { readonly is: 'sent' }
  | { readonly is: 'gone' | 'smaller' | 'refused' | 'lost'; readonly code: string }
  | { readonly is: 'later'; readonly code: string; readonly afterMs: number }

/** Longer than this nobody's word is taken. */
const LONGEST_REST = 3_600_000

export function judge(posted: Posted, now: number): Verdict {
  if ('failed' in posted) {
    if (posted.failed === 'forbidden') return { is: 'refused', code: 'forbidden_address' }
    return { is: 'later', code: posted.failed, afterMs: 0 }
  }
  const { status, retryAfter } = posted
  const code = String(status)
  if (status >= 200 && status < 300) return { is: 'sent' }
  if (status === 404 || status === 410) return { is: 'gone', code }
  if (status === 413) return { is: 'smaller', code }
  if (status === 400 || status === 401 || status === 403) return { is: 'refused', code }
  if (status === 429 || status >= 500) return { is: 'later', code, afterMs: restOf(retryAfter, now) }
  return { is: 'lost', code }
}

/** Retry-After is seconds or a date; anything else is no word at all. */
function restOf(text: string | undefined, now: number): number {
  if (text === undefined) return 0
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_REST) : 0
}

/** How often one thing is tried, with pauses from five seconds to ten minutes. */
export const TRIES = 12

/** The pause before the next try of something that failed `tries` times. */
export function pauseOf(tries: number, chance: number): number {
  const base = Math.min(5000 * 2 ** (tries - 1), 600_000)
  return Math.round(base * (0.75 + chance / 2))
}
