import type { MsgId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { AccountVault } from '../vault/account-vault.ts'

const choice = z.object({ options: z.array(z.int()) })
const nameOf = (poll: MsgId) => `vote/${poll}`

/** What I chose in an anonymous poll: my own vote is sealed to its author, so I can't read it there. */
export async function readOwnVote(vault: AccountVault, poll: MsgId): Promise<readonly number[]> {
  return (await vault.read(nameOf(poll), choice))?.options ?? []
}

export async function keepOwnVote(vault: AccountVault, poll: MsgId, options: readonly number[]): Promise<void> {
  await vault.update(nameOf(poll), choice, () => (options.length === 0 ? null : { options: [...options] }))
}
