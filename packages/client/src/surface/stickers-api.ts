import { fileId, type FileId, SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import { nestOf } from '../stickers/hold.ts'
import { findGifs, foundPicture } from '../stickers/found-gifs.ts'
import { keep, keepPack } from '../stickers/keep.ts'
import { addToPack, makePack, removePack, removeKept, renamePack } from '../stickers/packs.ts'
import { sendKept, sharePack } from '../stickers/send.ts'
import {
  attachmentOf,
  findKept,
  type KeptFile,
  noteChoice,
  readChoice,
  readPacks,
  readSingle,
} from '../stickers/shelf-entries.ts'
import type { GifView, StickersApi, StickerShelf, StickerView } from '../types.ts'
import { checkChat } from './chats-api.ts'
import { checkMessage } from './messages-api.ts'

/** Stickers and GIFs of the signed-in account; `engine` throws UNAUTHORIZED while there is none. */
export function stickersApi(engine: () => Promise<Engine>, now: () => number): StickersApi {
  const vault = async () => (await engine()).settings
  return {
    shelf: async () => shelf(await engine()),
    read: async (file) => read(await engine(), checkFile(file)),
    send: async (chat, file, about) => sendKept(await engine(), checkChat(chat), checkFile(file), about, now()),
    makePack: async (input) => makePack(await engine(), input, now()),
    addToPack: async (pack, stickers) => addToPack(await engine(), pack, stickers, now()),
    renamePack: async (pack, name) => renamePack(await engine(), pack, name),
    removePack: async (pack) => removePack(await engine(), pack, now()),
    remove: async (file) => removeKept(await engine(), checkFile(file), now()),
    share: async (pack, chats) => sharePack(await engine(), pack, chats.map(checkChat), now()),
    keep: async (chat, message, file) =>
      keep(await engine(), checkChat(chat), checkMessage(message), checkFile(file), now()),
    keepPack: async (chat, messages) => keepPack(await engine(), checkChat(chat), messages.map(checkMessage), now()),
    favourite: async (key, on) => noteChoice(await vault(), 'favourites', key, on),
    used: async (key) => noteChoice(await vault(), 'recent', key, true),
    searchable: async () => (await (await engine()).api.gifs.offer()).search,
    find: async (query, next) => findGifs(await engine(), query, next),
    foundPicture: async (name) => foundPicture(await engine(), name),
  }
}

async function shelf({ settings }: Engine): Promise<StickerShelf> {
  const [packs, loose, gifs, choice] = await Promise.all([
    readPacks(settings),
    readSingle(settings, 'loose'),
    readSingle(settings, 'gif'),
    readChoice(settings),
  ])
  return {
    packs: [...packs].map(([id, { name, stickers }]) => ({ id, name, stickers: stickers.map(stickerOf) })),
    loose: loose.map(stickerOf),
    gifs: gifs.map(gifOf),
    ...choice,
  }
}

async function read(engine: Engine, id: FileId): Promise<Blob> {
  const { kept } = await findKept(engine.settings, id)
  const attachment = attachmentOf(kept)
  const { holder: message, at } = kept
  return engine.files.open.read({ chat: nestOf(engine), message, at, attachment, file: attachment.file })
}

function stickerOf({ id, name, width, height, type }: KeptFile): StickerView {
  return { id, emoji: name, width, height, type }
}

function gifOf(kept: KeptFile): GifView {
  const { id, type, width, height, size } = kept
  const { thumb } = attachmentOf(kept)
  return { id, type, width, height, size, ...(thumb.length === 0 ? {} : { thumb }) }
}

function checkFile(file: FileId): FileId {
  const parsed = fileId.safeParse(file)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'file' })
  return parsed.data
}
