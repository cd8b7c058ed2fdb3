import type { Intent, VerifiedEpoch } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import { CHAT_KIND, findMember, ROLE } from '@soroka/protocol/records'
import type { KeyChains } from '../people/key-chains.ts'

/**
 * Whoever has a new identity goes: out of a group, by the next admin who writes an epoch, and back by a human's hand
 * alone; of the two of a direct chat the other one takes him over once he has accepted the key (R2). Null: nobody.
 */
export async function dueReset(head: VerifiedEpoch, self: UserId, chains: KeyChains): Promise<Intent | null> {
  const { roster, record } = head
  const me = findMember(roster, self)
  if (me === undefined) return null
  const direct = record.kind === CHAT_KIND.direct
  if (!direct && me.role === ROLE.member) return null
  for (const { user, ikFp, role } of roster) {
    if (user === self || role > me.role || !(await chains.outlived(user, ikFp))) continue
    if (direct && (await chains.keyChanged(user))) continue
    return { type: 'reset', user }
  }
  return null
}
