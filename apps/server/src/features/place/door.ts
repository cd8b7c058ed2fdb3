import { SorokaError } from '@soroka/protocol'
import type { InviteId } from '@soroka/protocol'
import type { SignUpMode } from '@soroka/protocol/contract'
import type { Queries } from '../../platform/db/index.ts'
import { sha256 } from '../../platform/keys/index.ts'
import { findGood, useInvite } from './invites-repo.ts'
import { readPlace } from './place-repo.ts'

/** Who may sign up: looked at when somebody begins, and again when he is done. */
export interface Door {
  /**
   * At the beginning. @returns the invite that the token is of
   * @throws SorokaError SIGN_UP_CLOSED (`reason`: closed, invite, domain), INVITE_INVALID
   */
  knock(db: Queries, who: { email: string; token: string | undefined }): Promise<InviteId | null>
  /** At the end, in the transaction that makes the account: uses the invite up. Throws like `knock`. */
  pass(tx: Queries, who: { email: string; invite: InviteId | null }): Promise<void>
  mode(db: Queries): Promise<SignUpMode>
}

/** `signUp`: what holds until somebody said otherwise at the desk. An invite lets in where the door is not shut for all. */
export function createDoor({ signUp, now }: { signUp: SignUpMode; now: () => number }): Door {
  async function look(db: Queries, email: string): Promise<'open' | 'invite' | 'domain'> {
    const said = await readPlace(db)
    const mode = said.signUp ?? signUp
    if (mode === 'closed') throw new SorokaError('SIGN_UP_CLOSED', { reason: 'closed' })
    if (mode === 'invite') return 'invite'
    const isOurs = said.domains.length === 0 || said.domains.includes(email.slice(email.lastIndexOf('@') + 1))
    return isOurs ? 'open' : 'domain'
  }

  return {
    async knock(db, { email, token }) {
      const needs = await look(db, email)
      const invite = token === undefined ? undefined : await findGood(db, sha256(token), now())
      if (invite !== undefined) return invite.id
      if (needs === 'open') return null
      if (token !== undefined) throw new SorokaError('INVITE_INVALID')
      throw new SorokaError('SIGN_UP_CLOSED', { reason: needs })
    },
    async pass(tx, { email, invite }) {
      const needs = await look(tx, email)
      if (invite !== null && (await useInvite(tx, invite, now()))) return
      if (needs === 'open') return
      if (invite !== null) throw new SorokaError('INVITE_INVALID')
      throw new SorokaError('SIGN_UP_CLOSED', { reason: needs })
    },
    mode: async (db) => (await readPlace(db)).signUp ?? signUp,
  }
}
