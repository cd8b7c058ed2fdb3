import { beforeEach, expect, test } from 'vitest'
import { SealedWords } from './sealed-words.ts'

const [anna, boris] = ['anna:phone:1', 'boris:phone:1']
const key = (fill: number) => new Uint8Array(32).fill(fill)
const utf8 = (text: string) => new TextEncoder().encode(text)
const word = JSON.stringify({ reaction: '🎉' })

let hers: SealedWords
let his: SealedWords

beforeEach(async () => {
  hers = new SealedWords()
  his = new SealedWords()
  await hers.setMine(anna, key(1), 0x10)
  await his.set(anna, key(1), 0x10)
})

async function sealed(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await hers.seal(word)
  if (!bytes) throw new Error('nothing was sealed')
  return bytes
}

test('E83 a word opens for who has the key, and shows nothing of itself on the way', async () => {
  const bytes = await sealed()
  expect(await his.open(anna, bytes)).toBe(word)
  expect(Buffer.from(bytes).includes(Buffer.from('🎉'))).toBe(false)
  expect(await sealed()).not.toEqual(bytes)
})

test('E83 what the server says in clear, changes or puts into the mouth of another is no word', async () => {
  await his.set(boris, key(1), 0x10)
  const bytes = await sealed()
  expect(await his.open(boris, bytes), 'of another join').toBeNull()
  expect(await his.open(anna, utf8(word)), 'in clear').toBeNull()
  expect(await his.open(anna, new Uint8Array()), 'nothing').toBeNull()
  expect(await his.open(anna, bytes.slice(0, 13)), 'cut').toBeNull()
  for (const at of [0, 1, 20, bytes.length - 1])
    expect(await his.open(anna, bytes.with(at, (bytes[at] ?? 0) ^ 1)), `byte ${at}`).toBeNull()
})

test('a word goes under the newest key, those under the one before still open, and without a key there is none', async () => {
  expect(await his.seal(word)).toBeNull()
  const before = await sealed()
  await his.set(anna, key(2), 0x11)
  await hers.setMine(anna, key(2), 0x11)
  const after = await sealed()
  expect([before[0], after[0]]).toEqual([0x10, 0x11])
  expect(await his.open(anna, before)).toBe(word)
  expect(await his.open(anna, after)).toBe(word)
})
