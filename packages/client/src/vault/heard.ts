import { type ChatId, SorokaError } from '@soroka/protocol'
import * as z from 'zod/mini'
import { PENDING } from '../indexeddb/rows.ts'
import type { HeardView } from '../types.ts'
import type { AccountVault } from './account-vault.ts'

export const HEARD = 'heard/'
/** Rows that are named one by one; when there are more, the oldest ones count as heard with all that is below them. */
const MOST = 400
const KEPT = 300

const entry = z.looseObject({
  upTo: z.int().check(z.nonnegative()),
  /** As words: lists of words of two devices are merged like sets. */
  rows: z.array(z.string().check(z.regex(/^\d{1,15}$/))),
})
type Heard = z.infer<typeof entry>

/** Which voice and video messages of a chat I have heard, on whichever device. */
export async function readHeard(vault: AccountVault, chat: ChatId): Promise<HeardView> {
  const found = await vault.read(HEARD + chat, entry)
  return { upTo: found?.upTo ?? 0, rows: found?.rows.map(Number) ?? [] }
}

export async function writeHeard(vault: AccountVault, chat: ChatId, seq: number): Promise<void> {
  if (!Number.isSafeInteger(seq) || seq < 1 || seq >= PENDING) throw new SorokaError('BAD_REQUEST', { field: 'seq' })
  await vault.update(HEARD + chat, entry, (old) => withRow(old ?? { upTo: 0, rows: [] }, seq))
}

function withRow(old: Heard, seq: number): Heard {
  if (seq <= old.upTo || old.rows.includes(String(seq))) return old
  const rows = [...old.rows, String(seq)]
  if (rows.length <= MOST) return { ...old, rows }
  const sorted = rows.map(Number).sort((a, b) => a - b)
  const upTo = sorted.at(-KEPT - 1) ?? old.upTo
  return { ...old, upTo, rows: sorted.filter((row) => row > upTo).map(String) }
}
