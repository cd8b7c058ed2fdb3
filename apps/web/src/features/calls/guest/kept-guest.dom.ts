import type { KeptGuest } from '@soroka/client/guest'
import type { LinkId } from '@soroka/protocol'

const key = 'soroka.guest'

export interface KeptPage extends KeptGuest {
  link: LinkId
  audio: boolean
  video: boolean
}

/** For this tab alone, so that a page that is loaded again comes back; it is worth nothing once the call is over. */
export function keepGuest(kept: KeptPage): void {
  sessionStorage.setItem(key, JSON.stringify(kept))
}

export function keptGuest(link: LinkId): KeptPage | null {
  const text = sessionStorage.getItem(key)
  const kept = text === null ? null : (JSON.parse(text) as KeptPage)
  return kept?.link === link ? kept : null
}

export function forgetGuest(): void {
  sessionStorage.removeItem(key)
}
