import { expect, test } from 'vitest'
import { moves, sizeInHead } from './picture-head.ts'
import { photoWithTraces } from './traces/photos-with-traces.ts'

test.each(['jpeg', 'png', 'webp'] as const)('the size of a %s is read from its head', async (kind) => {
  expect(await sizeInHead(photoWithTraces(kind))).toEqual({ width: 6, height: 4 })
})

test('a bomb of 20,000 by 20,000 pixels is found before anybody opens it', async () => {
  const head = Buffer.alloc(64)
  head.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
  head.write('IHDR', 12, 'latin1')
  head.writeUInt32BE(20_000, 16)
  head.writeUInt32BE(20_000, 20)
  expect(await sizeInHead(new Blob([head]))).toEqual({ width: 20_000, height: 20_000 })
})

test.each(['', 'no picture at all, only words that go on for a while', '\xff\xd8\xff'])(
  '%j has no size',
  async (words) => {
    expect(await sizeInHead(new Blob([Buffer.from(words, 'latin1')]))).toBeNull()
  },
)

test('a moving WebP or PNG is told from one that stands', async () => {
  const png = Buffer.from(await photoWithTraces('png').arrayBuffer())
  const webp = Buffer.from(await photoWithTraces('webp').arrayBuffer())
  expect(await moves(new Blob([png]))).toBe(false)
  expect(await moves(new Blob([webp]))).toBe(false)
  webp[20] = (webp[20] ?? 0) | 0x02
  const frames = Buffer.from('\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0', 'latin1')
  expect(await moves(new Blob([webp]))).toBe(true)
  expect(await moves(new Blob([png.subarray(0, 33), frames, png.subarray(33)]))).toBe(true)
})
