import { expect, test } from 'vitest'
import { wavOf } from './wav.ts'

test('sound becomes a WAV file of one channel that says how long it is', async () => {
  const bytes = new DataView(await wavOf(Float32Array.from([0, 0.5, -0.5, 1, -1, 7]), 48_000).arrayBuffer())
  const word = (at: number) => String.fromCharCode(...Array.from({ length: 4 }, (_, i) => bytes.getUint8(at + i)))
  expect([word(0), word(8), word(12), word(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data'])
  expect(bytes.byteLength).toBe(44 + 12)
  expect([bytes.getUint32(4, true), bytes.getUint32(24, true), bytes.getUint32(40, true)]).toEqual([48, 48_000, 12])
  const samples = Array.from({ length: 6 }, (_, i) => bytes.getInt16(44 + i * 2, true))
  expect(samples).toEqual([0, 16384, -16383, 32767, -32767, 32767])
})
