import { readFileSync } from 'node:fs'
import type { FileId } from '@soroka/protocol'
import type { StickerShelf } from '@soroka/client/types'
import { expect, test } from 'vitest'
import { poses } from '../../../build/stickers/poses.ts'
import { findStickers, sectionsOf, stickersOf } from './find-stickers.ts'
import { artOf, ownStickers } from './own-pack.ts'
import { ownPack } from './pack-name.ts'

const cat = { id: 'cat' as FileId, emoji: '🐱', width: 512, height: 512, type: 'image/webp' }
const wave = { ...cat, id: 'wave' as FileId, emoji: '👋🏽' }
const shelf: StickerShelf = {
  packs: [{ id: 'p', name: 'Мои коты', stickers: [cat, wave] }],
  loose: [],
  favourites: ['cat', 'gone'],
  recent: ['soroka/hello'],
  gifs: [],
}
const keys = (found: { key: string }[]) => found.map(({ key }) => key)

test('every sticker of the pack has its drawing, as its pose draws it, and it reaches for nothing', () => {
  expect(ownStickers.length).toBeGreaterThanOrEqual(16)
  expect(new Set(ownStickers.map(({ emoji }) => emoji)).size).toBe(ownStickers.length)
  expect(Object.keys(poses).toSorted()).toEqual(ownStickers.map(({ name }) => name).toSorted())
  for (const { name } of ownStickers) {
    const drawn = readFileSync(new URL(`art/${name}.svg`, import.meta.url), 'utf8')
    expect(drawn, name).toBe(poses[name]?.())
    expect(drawn.replace('xmlns="http://www.w3.org/2000/svg"', ''), name).not.toMatch(
      /script|https?:|href="[^#]|\son\w+=/,
    )
    expect(artOf(ownPack, name), name).toContain(name)
  }
})

test('a name that others send leads to a drawing of ours or to nothing', () => {
  for (const name of ['../../index', 'toString', '__proto__', 'hello/../hello', ''])
    expect([artOf(ownPack, name), artOf(name, 'hello')]).toEqual([undefined, undefined])
})

test('stickers are found by words of both languages, by emoji whatever its skin, and by the name of a pack', () => {
  expect(keys(findStickers(shelf, 'Привет'))).toEqual(['soroka/hello'])
  expect(keys(findStickers(shelf, 'good n'))).toEqual(['soroka/night'])
  expect(keys(findStickers(shelf, 'слез'))).toEqual(['soroka/cry'])
  expect(keys(findStickers(shelf, '👋'))).toEqual(['soroka/hello', 'wave'])
  expect(keys(findStickers(shelf, 'коты'))).toEqual(['cat', 'wave'])
  expect(findStickers(shelf, ' ')).toEqual([])
  expect(keys(stickersOf(shelf, '☕️'))).toEqual(['soroka/coffee'])
})

test('the panel shows what is there: what was removed is no favourite any more', () => {
  expect(sectionsOf(shelf).map(({ id, stickers }) => [id, stickers.length])).toEqual([
    ['recent', 1],
    ['favourites', 1],
    ['pack p', 2],
    ['own', 24],
  ])
  expect(sectionsOf(null).map(({ id }) => id)).toEqual(['own'])
})
