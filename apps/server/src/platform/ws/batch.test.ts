import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Batch } from './batch.ts'
import { textFrame } from './text-frame.ts'

test('sockets with the same frames share the joined bytes; others get exactly their own, in order', () => {
  const frames = ['a', 'bb', 'ccc', 'd'.repeat(200)].map(textFrame)
  const paths = fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }), { maxLength: 20 })
  fc.assert(
    fc.property(paths, (sockets) => {
      const root = Batch.root()
      const joined = new Map<string, Buffer>()
      for (const path of sockets) {
        const picked = path.map((i) => frames[i] as Buffer)
        const batch = picked.reduce((at, frame) => at.with(frame), root)
        expect(batch.size).toBe(batch.bytes().length)
        expect(batch.bytes().equals(Buffer.concat(picked))).toBe(true)
        expect(joined.get(path.join()) ?? batch.bytes()).toBe(batch.bytes())
        joined.set(path.join(), batch.bytes())
      }
    }),
  )
})

test('a frame is laid out as RFC 6455 says at each length', () => {
  for (const length of [0, 1, 125, 126, 65_535, 65_536, 131_072]) {
    const frame = textFrame('x'.repeat(length))
    const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
    expect(frame.length).toBe(header + length)
    expect(frame[0]).toBe(0x81)
    const told = header === 2 ? frame[1] : header === 4 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2))
    expect(told).toBe(length)
  }
  expect(textFrame('ё').subarray(2).toString()).toBe('ё')
})
