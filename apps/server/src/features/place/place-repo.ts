import type { SignUpMode } from '@soroka/protocol/contract'
import type { Queries } from '../../platform/db/index.ts'
import { place } from './schema.ts'

export interface Said {
  readonly name: string
  readonly contact: string
  readonly signUp: SignUpMode | null
  readonly newcomerDays: number | null
  readonly domains: readonly string[]
}

/** What was said at the desk. */
export async function readPlace(db: Queries): Promise<Said> {
  const { name, contact, signUp, newcomerDays, domains } = place
  const [row] = await db.select({ name, contact, signUp, newcomerDays, domains }).from(place).limit(1)
  if (row === undefined) return { name: '', contact: '', signUp: null, newcomerDays: null, domains: [] }
  return { ...row, domains: row.domains.split(',').filter(Boolean) }
}

export async function writePlace(tx: Queries, { domains, ...rest }: Said): Promise<void> {
  const said = { ...rest, domains: domains.join(',') }
  await tx.insert(place).values(said).onConflictDoUpdate({ target: place.one, set: said })
}
