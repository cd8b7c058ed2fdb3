import { expect, test } from 'vitest'
import { albumsOf } from './albums.ts'

const several = (shape: 'photo' | 'document', count: number) => Array.from({ length: count }, () => ({ shape }))

test('no message holds more than ten files, and pictures stand apart from documents', () => {
  const mixed = [...several('document', 1), ...several('photo', 12), ...several('document', 1)]
  expect(albumsOf(mixed).map((album) => album.map(({ shape }) => shape[0]).join(''))).toEqual([
    'pppppppppp',
    'pp',
    'dd',
  ])
  expect(albumsOf([])).toEqual([])
})
