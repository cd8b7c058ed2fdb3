import type { NewSticker, StickersApi, StickerShelf, StickerView } from '@soroka/client/types'
import type { FileId } from '@soroka/protocol'
import { EngineError } from '../src/engine/errors.ts'
import { attached, attachment, fakeFiles } from './fake-files.ts'
import { plainMessage, type World } from './world.ts'

/** A pack that somebody drew, two saved pictures, and whatever is made on this page. */
export function fakeStickers(world: World): StickersApi {
  const sample = (id: string, emoji: string): StickerView => ({
    id: id as FileId,
    emoji,
    width: 512,
    height: 512,
    type: 'image/webp',
  })
  let shelf: StickerShelf = {
    packs: [
      {
        id: 'cats',
        name: world.language === 'ru' ? 'Холмы' : 'Hills',
        stickers: ['⛰️', '🌅', '🌲', '❄️', '🌊'].map((emoji, n) => sample(`hill-${n}`, emoji)),
      },
    ],
    loose: [],
    favourites: ['soroka/love', 'hill-1'],
    recent: ['soroka/hello', 'soroka/coffee', 'hill-0'],
    gifs: ['gif-a', 'gif-b', 'gif-c'].map((id, n) => ({
      id: id as FileId,
      type: 'image/gif',
      width: 320,
      height: 200 + n * 60,
      size: 240_000,
    })),
  }
  const set = (change: Partial<StickerShelf>) => {
    shelf = { ...shelf, ...change }
    world.tell({ type: 'stickers' })
  }
  const made = ({ blob, emoji, width, height }: NewSticker): StickerView => {
    const file = attached({ shape: 'sticker', name: emoji, type: blob.type, blob, width, height })
    return { id: file.id, emoji, width, height, type: blob.type }
  }
  const change = (id: string, more: (pack: StickerShelf['packs'][number]) => object) =>
    set({ packs: shelf.packs.map((pack) => (pack.id === id ? { ...pack, ...more(pack) } : pack)) })
  const all = () => [...shelf.packs.flatMap(({ stickers }) => stickers), ...shelf.loose]
  const first = (list: string[], key: string) => [key, ...list.filter((one) => one !== key)]
  return {
    shelf: async () => shelf,
    read: async (file) => fakeFiles().read('' as never, '' as never, file),
    send: async (chat, id) => {
      const gif = shelf.gifs.find((one) => one.id === id)
      const sticker = all().find((one) => one.id === id)
      if (gif === undefined && sticker === undefined) throw new EngineError('NOT_FOUND')
      const file = gif
        ? attachment(id, { shape: 'gif', name: 'a.gif', type: 'image/gif', width: gif.width, height: gif.height })
        : attachment(id, { shape: 'sticker', name: sticker?.emoji ?? '', width: 512, height: 512 })
      const pack = shelf.packs.find(({ stickers }) => stickers.some((one) => one.id === id))
      const message = {
        ...plainMessage(chat, crypto.randomUUID(), world.me.user, true, ''),
        at: Date.now(),
        files: [file],
        ...(pack ? { pack: { id: pack.id, name: pack.name, part: 0, parts: 0 } } : {}),
      }
      world.put(message)
      return message
    },
    makePack: async ({ name, stickers }) => {
      const id = crypto.randomUUID()
      set({ packs: [{ id, name, stickers: stickers.map(made) }, ...shelf.packs] })
      return id
    },
    addToPack: async (id, stickers) => change(id, (pack) => ({ stickers: [...pack.stickers, ...stickers.map(made)] })),
    renamePack: async (id, name) => change(id, () => ({ name })),
    removePack: async (id) => set({ packs: shelf.packs.filter((pack) => pack.id !== id) }),
    remove: async (file) =>
      set({
        packs: shelf.packs
          .map((pack) => ({ ...pack, stickers: pack.stickers.filter(({ id }) => id !== file) }))
          .filter(({ stickers }) => stickers.length > 0),
        loose: shelf.loose.filter(({ id }) => id !== file),
        gifs: shelf.gifs.filter(({ id }) => id !== file),
      }),
    share: async () => undefined,
    keep: async (_chat, _message, file) => set({ loose: [sample(file, '🙂'), ...shelf.loose] }),
    keepPack: async () => undefined,
    favourite: async (key, on) =>
      set({ favourites: on ? first(shelf.favourites, key) : shelf.favourites.filter((one) => one !== key) }),
    searchable: async () => true,
    find: async (query) => {
      const sides = [200, 320, 260, 180, 300, 240]
      return {
        gifs: sides.map((height, n) => ({ small: `${query}-${n}`, whole: `${query}-${n}`, width: 320, height })),
      }
    },
    foundPicture: async (name) => fakeFiles().read('' as never, '' as never, name as FileId),
    used: async (key) => set({ recent: first(shelf.recent, key) }),
  }
}
