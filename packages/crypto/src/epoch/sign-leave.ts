import type { Leave } from '@soroka/protocol/records'
import { leaveSigningInput } from '@soroka/protocol/records'
import { sign } from '../primitives/sign.ts'
import type { Author, VerifiedEpoch } from './create-epoch.ts'

/** The signed wish to leave; another member's next epoch carries it (rule 3). */
export async function signLeave(head: VerifiedEpoch, author: Author): Promise<Leave> {
  const leave = { chat: head.record.chat, user: author.user, device: author.device, epoch: head.record.n }
  return { ...leave, sig: await sign(author.signKey, leaveSigningInput(leave)) }
}
