import { describe, expect, test } from 'vitest'
import { mosaicOf } from './mosaic.ts'

const wide = { width: 1600, height: 1000 }
const tall = { width: 900, height: 1600 }
const mixed = [wide, tall, tall, wide, { width: 0, height: 0 }, { width: 9000, height: 300 }, tall, wide, wide, tall]

describe.each([2, 3, 4, 5, 6, 7, 8, 9, 10])('an album of %i', (count) => {
  test.each([
    ['wide', Array.from({ length: count }, () => wide)],
    ['tall', Array.from({ length: count }, () => tall)],
    ['mixed', mixed.slice(0, count)],
  ])('%s pictures fill the whole without a gap, none of them a thin line', (_, shapes) => {
    const { ratio, cells } = mosaicOf(shapes)
    expect(cells).toHaveLength(count)
    const area = cells.reduce((all, { width, height }) => all + width * height, 0)
    expect(area).toBeCloseTo(10_000, 3)
    for (const { left, top, width, height } of cells) {
      expect(left + width).toBeLessThan(100.001)
      expect(top + height).toBeLessThan(100.001)
      expect(Math.min(width, height / ratio)).toBeGreaterThan(9)
    }
    expect(ratio).toBeGreaterThan(0.55)
    expect(ratio).toBeLessThan(2.6)
  })
})

test('two wide pictures lie above each other, two tall ones side by side', () => {
  expect(mosaicOf([wide, wide]).cells.map(({ top }) => Math.round(top))).toEqual([0, 50])
  expect(mosaicOf([tall, tall]).cells.map(({ left }) => Math.round(left))).toEqual([0, 50])
})
