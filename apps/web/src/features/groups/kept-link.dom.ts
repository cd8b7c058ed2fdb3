import { nicknameIn } from '../../app/person-link.ts'

const key = 'soroka.link'

/** What stands behind `#` in an invite link: chat and secret; null for anything else. The secret is never part of a request. */
export function inviteHash(link: string): string | null {
  return /(?:^|\/join#)([\w-]{1,64}\.[\w-]{6,128})$/.exec(link)?.[1] ?? null
}

/** Where a link leads that somebody was given: into a group, or to a person. */
export type Door = { kind: 'group'; hash: string } | { kind: 'person'; nickname: string }

export function doorOf(link: string): Door | null {
  const hash = inviteHash(link)
  if (hash !== null) return { kind: 'group', hash }
  const nickname = nicknameIn(link)
  return nickname === null ? null : { kind: 'person', nickname }
}

/**
 * Keeps a link for this tab while its reader signs in or up. Called before anything changes the address.
 * Whoever was never here begins with an account.
 */
export function keepLink(known: boolean): void {
  if (doorOf(location.href) === null) return
  sessionStorage.setItem(key, location.href)
  if (!known) history.replaceState(null, '', '/sign-up')
}

/** The same for a link that came inside of another one. */
export function keepGroupLink(hash: string): void {
  sessionStorage.setItem(key, `${location.origin}/join#${hash}`)
}

/** What the kept link leads to, for whoever stands at the front door because of it. */
export function keptDoor(): Door['kind'] | null {
  return doorOf(sessionStorage.getItem(key) ?? '')?.kind ?? null
}

/** The kept link, once. */
export function takeLink(): Door | null {
  const link = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return link === null ? null : doorOf(link)
}
