const key = 'soroka.known'

/** A hint for what to fetch first; who is signed in is the engine's word alone. */
export function wasSignedIn(): boolean {
  return localStorage.getItem(key) === 'yes'
}

export function rememberSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(key, 'yes')
  else localStorage.removeItem(key)
}
