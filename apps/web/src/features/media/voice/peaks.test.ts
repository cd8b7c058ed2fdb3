import { expect, test } from 'vitest'
import { loudness, peaksOf } from './peaks.ts'

const tone = (amplitude: number) => Float32Array.from({ length: 2048 }, (_, i) => amplitude * Math.sin(i / 5))

test('loudness goes from silence to a shout as an ear hears it', () => {
  expect(loudness(new Float32Array(2048))).toBe(0)
  expect(loudness(new Float32Array(0))).toBe(0)
  expect(loudness(Float32Array.from({ length: 64 }, (_, i) => (i % 2 ? 1 : -1)))).toBe(1)
  const [whisper, talk, shout] = [loudness(tone(0.01)), loudness(tone(0.1)), loudness(tone(0.8))]
  expect(whisper).toBeGreaterThan(0.1)
  expect(talk).toBeGreaterThan(whisper + 0.2)
  expect(shout).toBeGreaterThan(talk + 0.2)
})

test('a recording has sixty-four peaks, whether it is short or long', () => {
  for (const length of [1, 7, 63, 64, 65, 1000, 60_000]) {
    const peaks = peaksOf(Array.from({ length }, (_, i) => i / length))
    expect(peaks).toHaveLength(64)
    expect([...peaks], String(length)).toEqual([...peaks].toSorted((a, b) => a - b))
  }
})

test('the loudest moment reaches the top and stays in its place', () => {
  const levels = Array.from({ length: 640 }, () => 0.1)
  levels[325] = 0.8
  const peaks = peaksOf(levels)
  expect(peaks[32]).toBe(255)
  expect(peaks.filter((peak) => peak === 255)).toHaveLength(1)
  expect(peaks[0]).toBe(32)
})

test('a silent room stays flat, and nothing is nothing', () => {
  expect(Math.max(...peaksOf([0.02, 0.03, 0.02]))).toBeLessThan(30)
  expect([...peaksOf([])]).toEqual(Array.from({ length: 64 }, () => 0))
})
