import * as z from 'zod/mini'
import type { AccountVault } from './account-vault.ts'

const NAME = 'settings'
const entry = z.looseObject({
  linkPreviews: z.optional(z.boolean()),
  /** Seconds after which messages of chats that I begin disappear; 0: never. */
  newTimer: z.optional(z.int().check(z.nonnegative())),
})

/** What I chose for all my devices. */
export interface Choices {
  /** Whether links that I write may be looked up by the server (R19). Null: I was not asked yet. */
  readonly linkPreviews: boolean | null
  /** Seconds after which messages of chats that I begin disappear; 0: never (E100). */
  readonly newTimer: number
}

export async function readChoices(vault: Pick<AccountVault, 'read'>): Promise<Choices> {
  const { linkPreviews = null, newTimer = 0 } = (await vault.read(NAME, entry)) ?? {}
  return { linkPreviews, newTimer }
}

export async function writeChoices(
  vault: AccountVault,
  change: { linkPreviews?: boolean; newTimer?: number },
): Promise<void> {
  await vault.update(NAME, entry, (old) => ({ ...old, ...change }))
}
