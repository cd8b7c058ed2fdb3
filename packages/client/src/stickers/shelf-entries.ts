import { fileId, type FileId, limits, msgId, SorokaError } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { type Attachment, SHAPE } from '@soroka/protocol/records'
import * as z from 'zod/mini'
import type { AccountVault } from '../vault/account-vault.ts'

/** Stickers of one pack, and what else is kept of each sort. */
export const MOST_STICKERS = 60
export const MOST_PACKS = 50
export const MOST_LOOSE = 200
export const MOST_GIFS = 200
const RECENT = 24

const PACK = 'stickers/pack/'
const LOOSE = 'stickers/one/'
const GIF = 'stickers/gif/'
const CHOICE = 'stickers/choice'
/** Everything of it stands below this name. */
export const STICKERS = 'stickers/'

const count = z.int().check(z.nonnegative())

/** A file with what opens it; `holder` is the message of the Nest that keeps it on the server. */
const keptFile = z.object({
  id: fileId,
  secret: z.string().check(z.length(43)),
  hash: z.string().check(z.length(43)),
  size: count,
  shape: z.literal([SHAPE.sticker, SHAPE.gif]),
  type: z.string().check(z.maxLength(128)),
  /** Of a sticker: its emoji. */
  name: z.string().check(z.maxLength(255)),
  width: count,
  height: count,
  thumb: z.optional(z.string()),
  holder: msgId,
  at: count,
})
export type KeptFile = z.infer<typeof keptFile>

const packEntry = z.looseObject({ name: z.string(), at: count, stickers: z.array(keptFile) })
export type PackEntry = z.infer<typeof packEntry>
const looseEntry = z.looseObject({ file: keptFile })
const choiceEntry = z.looseObject({
  favourites: z.prefault(z.array(z.string()), []),
  recent: z.prefault(z.array(z.string()), []),
})

export function keptOf(attachment: Attachment, holder: KeptFile['holder'], at: number): KeptFile {
  const { file, shape, type, name, width, height, thumb } = attachment
  return {
    id: file.id,
    secret: toBase64url(file.secret),
    hash: toBase64url(file.hash),
    size: file.size,
    shape: shape === SHAPE.gif ? SHAPE.gif : SHAPE.sticker,
    type,
    name,
    width,
    height,
    ...(thumb.length === 0 ? {} : { thumb: toBase64url(thumb) }),
    holder,
    at,
  }
}

/** As a message would name it. */
export function attachmentOf(kept: KeptFile): Attachment {
  const { id, size, shape, type, name, width, height, thumb } = kept
  const file = { id, secret: fromBase64url(kept.secret), size, hash: fromBase64url(kept.hash) }
  const none = new Uint8Array()
  return {
    file,
    shape,
    type,
    name,
    width,
    height,
    duration: 0,
    thumb: thumb ? fromBase64url(thumb) : none,
    peaks: none,
  }
}

/** By id, the newest first. */
export async function readPacks(vault: AccountVault): Promise<Map<string, PackEntry>> {
  const found = [...(await vault.list(PACK, packEntry))].sort(([, a], [, b]) => b.at - a.at)
  return new Map(found.map(([name, pack]) => [name.slice(PACK.length), pack]))
}

export async function changePack(
  vault: AccountVault,
  id: string,
  change: (pack: PackEntry | null) => PackEntry | null,
): Promise<void> {
  await vault.update(PACK + id, packEntry, change)
}

export async function readSingle(vault: AccountVault, sort: 'loose' | 'gif'): Promise<KeptFile[]> {
  const found = await vault.list(sort === 'gif' ? GIF : LOOSE, looseEntry)
  return [...found.values()].map(({ file }) => file).sort((a, b) => b.at - a.at)
}

/** Null takes it away. */
export async function writeSingle(
  vault: AccountVault,
  sort: 'loose' | 'gif',
  id: FileId,
  file: KeptFile | null,
): Promise<void> {
  await vault.update((sort === 'gif' ? GIF : LOOSE) + id, looseEntry, () => (file === null ? null : { file }))
}

/** A sticker or GIF that is kept, wherever it stands; NOT_FOUND when it isn't (any more). */
export async function findKept(vault: AccountVault, id: FileId): Promise<{ kept: KeptFile; pack?: string }> {
  for (const [pack, { stickers }] of await readPacks(vault)) {
    const kept = stickers.find((one) => one.id === id)
    if (kept !== undefined) return { kept, pack }
  }
  for (const sort of ['loose', 'gif'] as const) {
    const kept = (await readSingle(vault, sort)).find((one) => one.id === id)
    if (kept !== undefined) return { kept }
  }
  throw new SorokaError('NOT_FOUND')
}

export async function readChoice(vault: AccountVault): Promise<{ favourites: string[]; recent: string[] }> {
  const { favourites = [], recent = [] } = (await vault.read(CHOICE, choiceEntry)) ?? {}
  return { favourites: favourites.toReversed(), recent: recent.toReversed() }
}

/** Lists lie there oldest first: what two devices add at once is put at their ends. */
export async function noteChoice(
  vault: AccountVault,
  list: 'favourites' | 'recent',
  key: string,
  on: boolean,
): Promise<void> {
  if (key.length > 80) throw new SorokaError('BAD_REQUEST', { field: 'key' })
  await vault.update(CHOICE, choiceEntry, (old) => {
    const before = { favourites: [], recent: [], ...old }
    const rest = before[list].filter((one) => one !== key)
    const most = list === 'recent' ? RECENT : MOST_LOOSE
    return { ...before, [list]: on ? [...rest, key].slice(-most) : rest }
  })
}

export function checkRoom(count: number, most: number): void {
  if (count > most) throw new SorokaError('LIMIT_REACHED', { limit: most })
}

export function checkName(name: string): string {
  const trimmed = name.trim().toWellFormed()
  if (trimmed === '' || trimmed.length > limits.name) throw new SorokaError('BAD_REQUEST', { field: 'name' })
  return trimmed
}
