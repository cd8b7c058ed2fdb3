import * as z from 'zod/mini'
import type { AccountVault } from './account-vault.ts'

const NAME = 'settings'
const entry = z.looseObject({ linkPreviews: z.optional(z.boolean()) })

/** Whether links that I write may be looked up by the server (R19). Null: I was not asked yet. */
export async function readLinkPreviews(vault: AccountVault): Promise<boolean | null> {
  return (await vault.read(NAME, entry))?.linkPreviews ?? null
}

export async function writeLinkPreviews(vault: AccountVault, on: boolean): Promise<void> {
  await vault.update(NAME, entry, (old) => ({ ...old, linkPreviews: on }))
}
