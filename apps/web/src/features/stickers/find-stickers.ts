import type { StickerShelf, StickerView } from '@soroka/client/types'
import { ownKey, type OwnSticker, ownStickers } from './own-pack.ts'

/** A sticker of ours, or of one's own. */
export type Sticker = { key: string; emoji: string } & ({ own: OwnSticker } | { file: StickerView })

export interface Section {
  /** The name of a pack, or one of the panel's own lists. */
  id: 'recent' | 'favourites' | 'loose' | 'own' | 'found' | `pack ${string}`
  title?: string
  stickers: Sticker[]
}

const ofOwn = (own: OwnSticker): Sticker => ({ key: ownKey(own.name), emoji: own.emoji, own })
const ofFile = (file: StickerView): Sticker => ({ key: file.id, emoji: file.emoji, file })

/** Everything that may be sent, by key. */
function all(shelf: StickerShelf | null): Map<string, Sticker> {
  const files = [...(shelf?.packs ?? []).flatMap(({ stickers }) => stickers), ...(shelf?.loose ?? [])]
  return new Map([...ownStickers.map(ofOwn), ...files.map(ofFile)].map((sticker) => [sticker.key, sticker]))
}

/** What the panel shows, from top to bottom; empty lists are left out. */
export function sectionsOf(shelf: StickerShelf | null): Section[] {
  const known = all(shelf)
  const pick = (keys: readonly string[] = []) => keys.flatMap((key) => known.get(key) ?? [])
  const sections: Section[] = [
    { id: 'recent', stickers: pick(shelf?.recent).slice(0, 10) },
    { id: 'favourites', stickers: pick(shelf?.favourites) },
    { id: 'loose', stickers: (shelf?.loose ?? []).map(ofFile) },
    ...(shelf?.packs ?? []).map(({ id, name, stickers }): Section => ({
      id: `pack ${id}`,
      title: name,
      stickers: stickers.map(ofFile),
    })),
    { id: 'own', stickers: ownStickers.map(ofOwn) },
  ]
  return sections.filter(({ stickers }) => stickers.length > 0)
}

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е').trim()
/** The same sign, whether it asks for colour or has a skin. */
const bare = (emoji: string) => emoji.replaceAll(/\u{FE0F}|\p{Emoji_Modifier}/gu, '')

/** By an emoji, the beginning of a word in either language, or the name of a pack. */
export function findStickers(shelf: StickerShelf | null, query: string): Sticker[] {
  const word = plain(query)
  if (word === '') return []
  const packs = (shelf?.packs ?? []).filter(({ name }) => plain(name).includes(word))
  const inPacks = new Set(packs.flatMap(({ stickers }) => stickers.map(({ id }): string => id)))
  return [...all(shelf).values()].filter(
    (sticker) =>
      inPacks.has(sticker.key) ||
      bare(sticker.emoji) === bare(word) ||
      ('own' in sticker && ` ${plain(sticker.own.words)}`.includes(` ${word}`)),
  )
}

/** Stickers that say the same as a lone emoji. */
export function stickersOf(shelf: StickerShelf | null, emoji: string): Sticker[] {
  return [...all(shelf).values()].filter((sticker) => bare(sticker.emoji) === bare(emoji)).slice(0, 12)
}
