import { expect, test } from 'vitest'
import { find } from './find.ts'
import { parseQuery } from './query.ts'
import { SearchIndex } from './search-index.ts'
import { mergeSegments } from './merge-segments.ts'
import { buildSegment } from './segment.ts'
import { decodeSegment, encodeSegment } from './segment-bytes.ts'
import { fold, isOneTypoApart, wordsOf } from './words.ts'

const texts = [
  'Встретимся завтра у моей машины',
  'Ребёнок читает интересную книгу',
  'The meetings were postponed until Friday',
  'Договорились: приезжай вечером',
  'Ёжик и йод',
  'Café in Zürich https://example.org/menu',
  'Красивая кошка спит',
]
const docOf = (text: string, seq: number) => ({
  chat: 'c',
  seq,
  at: seq,
  sender: 's',
  has: 0,
  forms: [...new Set(wordsOf(text).map(({ form }) => form))],
})
const segment = buildSegment(texts.map(docOf))
const search = (text: string, of = segment) => {
  const { words, open } = parseQuery(text)
  return find([of], { words, open, has: [], most: 10 }).found.map(({ seq }) => seq)
}

test.each([
  // Word forms
  ['машина ', [0]],
  ['машинами ', [0]],
  ['книги ', [1]],
  ['интересная ', [1]],
  ['meeting ', [2]],
  ['красивый ', [6]],
  ['кошки ', [6]],
  // As it is typed
  ['маш', [0]],
  ['post', [2]],
  ['приезж', [3]],
  // Case, accents, ё; й is a letter of its own
  ['РЕБЕНОК', [1]],
  ['ребёнок', [1]],
  ['ежик', [4]],
  ['иод ', []],
  ['cafe ', [5]],
  ['zurich', [5]],
  // One typo, from five letters on
  ['маштна ', []],
  ['инетресную ', [1]],
  ['postpned ', [2]],
  ['вечрем ', []],
  ['вечерм ', [3]],
  ['fryday ', [2]],
  ['кошкк ', [6]],
  ['кот ', []],
  // All words
  ['завтра машина', [0]],
  ['завтра кошка', []],
  ['example', [5]],
])('%s', (text, expected) => {
  expect(search(text)).toEqual(expected)
})

test('a segment is the same after the disk, and the dead leave nothing behind', () => {
  const again = decodeSegment(encodeSegment(segment))
  expect(again).not.toBeNull()
  expect(search('машина', again ?? segment)).toEqual([0])
  expect(segment.kill('c', 4)).toBe(true)
  expect(segment.kill('c', 4)).toBe(false)
  const merged = mergeSegments([segment, buildSegment([docOf('новая кошка', 40)])])
  expect(merged.terms).not.toContain(fold('Ёжик'))
  expect(search('кошка', merged)).toEqual([40, 6])
  expect(merged.size).toBe(texts.length)
})

test('messages are replaced and removed wherever they stand, and many small segments become one', async () => {
  const index = new SearchIndex()
  const settle = () => index.settle(async () => undefined)
  const ask = (text: string) => {
    const { words, open } = parseQuery(text)
    return index.find({ words, open, has: [], most: 100 }).found.map(({ seq }) => seq)
  }
  for (let from = 0; from < 100; from += 10) {
    index.cover('c', from, from + 9, [docOf(`слово номер${from}`, from)])
    await settle()
  }
  expect((await settle()).state.segments.length).toBeLessThan(9)
  expect(ask('слово')).toHaveLength(10)
  index.put(docOf('другое', 50))
  index.remove('c', 60)
  expect(ask('слово')).toHaveLength(8)
  expect(ask('другое')).toEqual([50])
  // An edit that was read before the stretch in which its message stands.
  index.put(docOf('правка', 205))
  await settle()
  index.cover('c', 200, 209, [docOf('раньше', 205), docOf('рядом', 206)])
  expect([ask('правка'), ask('раньше'), ask('рядом')]).toEqual([[205], [], [206]])
  index.removeWhere((_, seq) => seq < 100)
  expect(ask('слово')).toEqual([])
  expect([...(await settle()).fresh.values()].flatMap(({ terms }) => terms)).not.toContain('слово')
})

test('who dies while segments are merged is dead in what comes of it', async () => {
  const index = new SearchIndex()
  const ask = (text: string) => index.find({ words: [text], open: false, has: [], most: 9 }).found.map(({ seq }) => seq)
  index.cover('c', 1, 2, [docOf('первое слово', 1), docOf('второе слово', 2)])
  await index.settle(async () => undefined)
  index.put(docOf('третье слово', 3))
  index.remove('c', 1)
  let breaths = 0
  await index.settle(async () => {
    if (breaths++ === 0) index.put(docOf('четвертое', 2))
  })
  expect([ask('слово'), ask('четвертое')]).toEqual([[3], [2]])
  expect(index.changed).toBe(true)
})

test('one typo is one letter wrong, missing, more, or two swapped', () => {
  for (const [a, b] of [
    ['письмо', 'письмо'],
    ['письмо', 'письме'],
    ['письмо', 'писмо'],
    ['письмо', 'пиисьмо'],
    ['письмо', 'пиьсмо'],
  ] as const)
    expect(isOneTypoApart(a, b) && isOneTypoApart(b, a)).toBe(true)
  for (const [a, b] of [
    ['письмо', 'писма'],
    ['письмо', 'письмами'],
    ['abcdef', 'badcef'],
  ] as const)
    expect(isOneTypoApart(a, b)).toBe(false)
})

test('filters are read in both languages; what only looks like one is a word', () => {
  expect(parseQuery('от:аня "в":x до:2026-05-01 привет')).toMatchObject({
    words: ['в', 'x', 'привет'],
    open: true,
    filters: [
      { name: 'from', value: 'аня' },
      { name: 'before', value: '2026-05-01' },
    ],
  })
  expect(parseQuery('in:"the team" has:poll after:1.2.2026 ').filters.map(({ name }) => name)).toEqual([
    'in',
    'has',
    'after',
  ])
  expect(parseQuery('has:unicorn before:2026-13-01 https://x.org').filters).toEqual([])
  expect(parseQuery('has:unicorn').words).toEqual(['has', 'unicorn'])
})
