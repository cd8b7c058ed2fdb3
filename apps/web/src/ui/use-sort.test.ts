import { expect, test } from 'vitest'
import { targetOf } from './use-sort.dom.ts'

const rows = [0, 1, 2, 3].map((at) => ({ top: at * 50, height: 50 }))

test('a row takes the place whose middle it has passed', () => {
  expect(targetOf(rows, 0, 0)).toBe(0)
  expect(targetOf(rows, 0, 40)).toBe(0)
  expect(targetOf(rows, 0, 51)).toBe(1)
  expect(targetOf(rows, 0, 1000)).toBe(3)
  expect(targetOf(rows, 3, -49)).toBe(3)
  expect(targetOf(rows, 3, -51)).toBe(2)
  expect(targetOf(rows, 3, -1000)).toBe(0)
  expect(targetOf(rows, 2, -60)).toBe(1)
  expect(targetOf(rows, 1, 60)).toBe(2)
})
