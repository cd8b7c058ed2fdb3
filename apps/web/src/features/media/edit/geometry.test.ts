import { describe, expect, test } from 'vitest'
import { type Edits, isUntouched, mirrored, turned, untouched } from './edits.ts'
import { apply, croppedSize, fill, inverse, kept, pulled, seenSize, shaped } from './geometry.ts'

const size = { width: 400, height: 200 }
const near = (place: readonly number[]) => place.map((value) => Math.round(value * 1000) / 1000)
/** Where a pixel of the photo stands in the picture that is sent. */
const sent = (edits: Edits, x: number, y: number) => near(apply(fill(size, edits, croppedSize(size, edits)), x, y))

describe('what is done to a photo', () => {
  test('turned clockwise, its upper left corner is the upper right one', () => {
    expect(seenSize(size, turned(untouched))).toEqual({ width: 200, height: 400 })
    expect(sent(turned(untouched), 0, 0)).toEqual([200, 0])
    expect(sent(turned(untouched), 0, 200)).toEqual([0, 0])
  })

  test('four turns, and two mirrors, are nothing', () => {
    const steps = [turned, turned, turned, turned, mirrored, mirrored]
    expect(isUntouched(steps.reduce((edits, step) => step(edits), untouched))).toBe(true)
  })

  test('turned after a mirror, it turns as it is seen', () => {
    // Mirrored, the upper right corner is seen on the left; a turn takes it to the right.
    expect(sent(turned(mirrored(untouched)), 400, 0)).toEqual([200, 0])
  })

  test('the crop goes along with turn and mirror', () => {
    const cropped: Edits = { ...untouched, crop: { x: 0.5, y: 0, width: 0.5, height: 0.5 } }
    for (const edits of [cropped, turned(cropped), mirrored(cropped), turned(mirrored(cropped))]) {
      const { width, height } = croppedSize(size, edits)
      const [x = -1, y = -1] = sent(edits, 300, 50)
      expect([x, y], 'the middle of the part stays its middle').toEqual([width / 2, height / 2])
    }
  })

  test('from the screen back to the pixel', () => {
    const matrix = fill(size, turned(mirrored(untouched)), { width: 77, height: 154 })
    expect(near(apply(inverse(matrix), ...apply(matrix, 123, 45)))).toEqual([123, 45])
  })
})

describe('the frame of a crop', () => {
  const box = { x: 0.2, y: 0.2, width: 0.6, height: 0.6 }
  const least = { width: 0.1, height: 0.1 }

  test('stays within the picture and is never nothing', () => {
    expect(kept({ x: -1, y: 2, width: 0.4, height: 0.01 }, least)).toEqual({ x: 0, y: 0.9, width: 0.4, height: 0.1 })
    expect(pulled(box, 'se', 9, 9, least, null)).toEqual({ x: 0.2, y: 0.2, width: 0.8, height: 0.8 })
    expect(near(Object.values(pulled(box, 'nw', 9, 9, least, null)))).toEqual([0.7, 0.7, 0.1, 0.1])
  })

  test('keeps its shape when it has one', () => {
    const square = shaped({ x: 0, y: 0, width: 1, height: 1 }, 1, size)
    expect(square).toEqual({ x: 0.25, y: 0, width: 0.5, height: 1 })
    const smaller = pulled(square, 'se', -0.25, 0, least, 0.5)
    expect(smaller).toEqual({ x: 0.25, y: 0, width: 0.25, height: 0.5 })
  })
})
