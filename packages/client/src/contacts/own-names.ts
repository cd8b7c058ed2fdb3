import type { UserId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { AccountVault } from '../vault/account-vault.ts'

/** What I call a person and noted about him: sealed, and nobody's business but mine. */
const entry = z.looseObject({ name: z.prefault(z.string(), ''), note: z.prefault(z.string(), '') })
export type OwnName = z.infer<typeof entry>

const PREFIX = 'contact/'

export async function readOwnName(vault: Pick<AccountVault, 'read'>, user: UserId): Promise<OwnName | null> {
  return await vault.read(`${PREFIX}${user}`, entry)
}

/** Two empty texts take the entry away. */
export async function writeOwnName(vault: AccountVault, user: UserId, own: OwnName): Promise<void> {
  const [name, note] = [own.name.trim().toWellFormed(), own.note.trim().toWellFormed()]
  await vault.update(`${PREFIX}${user}`, entry, (old) => (name === '' && note === '' ? null : { ...old, name, note }))
}

/** The person that an entry is about, if it is about one. */
export function personOfName(name: string): UserId | null {
  return name.startsWith(PREFIX) ? (name.slice(PREFIX.length) as UserId) : null
}
