import { type FileId, limits, SorokaError } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { SHAPE, type StickerPack } from '@soroka/protocol/records'
import { randomBytes } from '@soroka/crypto'
import type { Engine } from '../engine/engine.ts'
import { type Sealed } from '../files/outgoing.ts'
import type { NewSticker, OutgoingFile } from '../types.ts'
import { hold, release } from './hold.ts'
import {
  changePack,
  checkName,
  checkRoom,
  findKept,
  type KeptFile,
  MOST_PACKS,
  MOST_STICKERS,
  noteChoice,
  readPacks,
  writeSingle,
} from './shelf-entries.ts'

const PACK_ID_BYTES = 16
/** A sticker is 512 pixels a side; what is much more than that in bytes is no sticker. */
const MOST_BYTES = 512 * 1024

export async function makePack(
  engine: Engine,
  { name, stickers }: { name: string; stickers: NewSticker[] },
  at: number,
): Promise<string> {
  const title = checkName(name)
  checkRoom((await readPacks(engine.settings)).size + 1, MOST_PACKS)
  const id = toBase64url(randomBytes(PACK_ID_BYTES))
  const kept = await holdNew(engine, stickers, partOf(id, title), 0, at)
  await changePack(engine.settings, id, () => ({ name: title, at, stickers: kept }))
  return id
}

export async function addToPack(engine: Engine, id: string, stickers: NewSticker[], at: number): Promise<void> {
  const pack = (await readPacks(engine.settings)).get(id)
  if (pack === undefined) throw new SorokaError('NOT_FOUND')
  const kept = await holdNew(engine, stickers, partOf(id, pack.name), pack.stickers.length, at)
  await changePack(engine.settings, id, (old) => (old === null ? null : joined(old, kept)))
}

/** Stickers that are there already stay as they are. */
export function joined<T extends { stickers: KeptFile[] }>(pack: T, more: readonly KeptFile[]): T {
  const known = new Set(pack.stickers.map(({ id }) => id))
  return { ...pack, stickers: [...pack.stickers, ...more.filter(({ id }) => !known.has(id))].slice(0, MOST_STICKERS) }
}

export async function renamePack(engine: Engine, id: string, name: string): Promise<void> {
  const title = checkName(name)
  await changePack(engine.settings, id, (old) => (old === null ? null : { ...old, name: title }))
}

/** Its files stay with the messages that they were sent in. */
export async function removePack(engine: Engine, id: string, at: number): Promise<void> {
  const gone = (await readPacks(engine.settings)).get(id)?.stickers ?? []
  await changePack(engine.settings, id, () => null)
  await release(engine, gone, at)
}

/** A pack without stickers goes with its last one. */
export async function removeKept(engine: Engine, file: FileId, at: number): Promise<void> {
  const { kept, pack } = await findKept(engine.settings, file)
  if (pack === undefined) await writeSingle(engine.settings, kept.shape === SHAPE.gif ? 'gif' : 'loose', file, null)
  else
    await changePack(engine.settings, pack, (old) => {
      const stickers = old?.stickers.filter(({ id }) => id !== file) ?? []
      return old === null || stickers.length === 0 ? null : { ...old, stickers }
    })
  await noteChoice(engine.settings, 'favourites', file, false)
  await noteChoice(engine.settings, 'recent', file, false)
  await release(engine, [kept], at)
}

/** How messages name a pack; one that was taken from somebody else has his name after its id. */
export function partOf(id: string, name: string, part = 0, parts = 0): StickerPack {
  return { id: fromBase64url(id.split('~', 1)[0] ?? id), name, part, parts }
}

async function holdNew(
  engine: Engine,
  stickers: readonly NewSticker[],
  pack: StickerPack,
  before: number,
  at: number,
): Promise<KeptFile[]> {
  if (stickers.length === 0) throw new SorokaError('BAD_REQUEST', { field: 'stickers' })
  checkRoom(before + stickers.length, MOST_STICKERS)
  const sealed = await sealAll(engine, stickers.map(fileOf))
  try {
    return await hold(engine, sealed, pack, at)
  } catch (error) {
    await engine.files.unseal(sealed)
    throw error
  }
}

/** As many as one wants, all or none. */
async function sealAll(engine: Engine, files: readonly OutgoingFile[]): Promise<Sealed> {
  const all: Sealed = { attachments: [], stashed: [] }
  try {
    for (let from = 0; from < files.length; from += limits.attachments) {
      const { attachments, stashed } = await engine.files.seal(files.slice(from, from + limits.attachments))
      all.attachments.push(...attachments)
      all.stashed.push(...stashed)
    }
    return all
  } catch (error) {
    await engine.files.unseal(all)
    throw error
  }
}

function fileOf({ blob, emoji, width, height }: NewSticker): OutgoingFile {
  if (blob.size > MOST_BYTES) throw new SorokaError('TOO_LARGE', { limit: MOST_BYTES })
  return { shape: 'sticker', name: emoji, type: blob.type, blob, width, height }
}
