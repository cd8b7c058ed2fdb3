import type { EndReason } from '@soroka/client/types'

const key = 'soroka.known'

/** A hint for what to fetch first; who is signed in is the engine's word alone. */
export function wasSignedIn(): boolean {
  return localStorage.getItem(key) === 'yes'
}

export function rememberSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(key, 'yes')
  else localStorage.removeItem(key)
}

const reasonKey = 'soroka.ended'

/** Every database of this page is closed for good: only a new page can open others. It says what happened. */
export function startAnew(reason: EndReason): void {
  rememberSignedIn(false)
  sessionStorage.setItem(reasonKey, reason)
  location.reload()
}

/** Why the page before this one ended, told once. */
export function takeEndReason(): EndReason | undefined {
  const reason = sessionStorage.getItem(reasonKey)
  sessionStorage.removeItem(reasonKey)
  return reason === 'storage_gone' ? reason : undefined
}
