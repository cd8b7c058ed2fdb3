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

/**
 * Every database of this page is closed for good: only a new page can open others. Its address says what happened, for
 * what is stored here may go any moment.
 */
export function startAnew(reason: EndReason): void {
  rememberSignedIn(false)
  location.replace(`/sign-in#${new URLSearchParams({ ended: reason })}`)
}

/** Why the page before this one ended, told once. */
export function takeEndReason(): EndReason | undefined {
  if (new URLSearchParams(location.hash.slice(1)).get('ended') !== 'storage_gone') return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return 'storage_gone'
}
