const key = 'soroka.invite'

/** What stands behind `#` in an invite link: chat and secret; null for anything else. The secret is never part of a request. */
export function inviteHash(link: string): string | null {
  return /(?:^|\/join#)([\w-]{1,64}\.[\w-]{6,128})$/.exec(link)?.[1] ?? null
}

/** Keeps a link for this tab while its reader signs in or up. Called before anything changes the address. */
export function keepInvite(): void {
  if (location.pathname !== '/join') return
  const hash = inviteHash(`/join${location.hash}`)
  if (hash !== null) sessionStorage.setItem(key, hash)
}

/** The kept link, once. */
export function takeInvite(): string | null {
  const hash = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return hash
}
