import { keepGroupLink } from '../features/groups/kept-link.dom.ts'

const invite = 'soroka.invite'
const place = 'soroka.place'

/** The link of an invite: what it holds stands behind `#`, so it is part of no request. `group`: where people land. */
export function inviteLink(token: string, group: string | null): string {
  return `${location.origin}/sign-up#${token}${group === null ? '' : `+${group}`}`
}

/** Keeps an invite for this tab while its reader signs up. Called before anything changes the address. */
export function keepInvite(): void {
  const [, token, group] = /\/sign-up#([\w-]{43})(?:\+([\w-]{43}\.[\w-]{43}))?$/.exec(location.href) ?? []
  if (token === undefined) return
  sessionStorage.setItem(invite, token)
  if (group !== undefined) keepGroupLink(group)
  history.replaceState(null, '', '/sign-up')
}

export function keptInvite(): string | null {
  return sessionStorage.getItem(invite)
}

export function forgetInvite(): void {
  sessionStorage.removeItem(invite)
}

/** What the first person calls the server: told once he has an account. */
export function keepPlaceName(name: string): void {
  if (name !== '') sessionStorage.setItem(place, name)
}

export function takePlaceName(): string | null {
  const name = sessionStorage.getItem(place)
  sessionStorage.removeItem(place)
  return name
}
