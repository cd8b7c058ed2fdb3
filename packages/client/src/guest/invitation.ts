import { openGuestCard } from '@soroka/crypto'
import type { CallId, LinkId } from '@soroka/protocol'
import { linkId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { Api } from '../api/api.ts'
import { decodeText } from './text.ts'

/** A link as its holder has it: what the server knows, and the key behind `#`, which it does not. */
export interface GuestLink {
  link: LinkId
  key: Bytes
}

/** What a link leads to. broken: the key is not the one of this link, so the link was cut or changed on its way. */
export type Invitation =
  | { state: 'open' | 'full'; call: CallId; inviter: string }
  | { state: 'over' }
  | { state: 'broken' }

const KEY_BYTES = 32

/** The link in an address, or null: there is no whole one. */
export function readGuestLink(path: string, hash: string): GuestLink | null {
  const link = linkId.safeParse(/^\/join\/([\w-]+)\/?$/.exec(path)?.[1])
  const key = decodeText(hash.replace(/^#/, ''))
  return link.success && key?.length === KEY_BYTES ? { link: link.data, key } : null
}

/** Asks the server what the link leads to, and believes of it what a member has signed. @throws SorokaError INVITE_INVALID */
export async function readInvitation(api: Pick<Api, 'guests'>, { link, key }: GuestLink): Promise<Invitation> {
  const { state, call, card: text } = await api.guests.look({ link })
  if (state === 'over') return { state }
  const card = decodeText(text)
  const inviter = card && (await openGuestCard(key, { call, link }, card))
  return inviter === null ? { state: 'broken' } : { state, call, inviter }
}
