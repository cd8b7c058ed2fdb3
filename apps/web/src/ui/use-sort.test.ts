import { expect, test } from 'vitest'
import { targetOf } from './use-sort.dom.ts'

const rows = [0, 1, 2, 3].map((at) => ({ top: at * 50, height: 50 }))

test('a row takes the place whose middle it has reached', () => {
  expect(targetOf(rows, 0, 0)).toBe(0)
  expect(targetOf(rows, 0, 24)).toBe(0)
  expect(targetOf(rows, 0, 26)).toBe(1)
  expect(targetOf(rows, 1, 60)).toBe(2)
  expect(targetOf(rows, 3, -24)).toBe(3)
  expect(targetOf(rows, 3, -26)).toBe(2)
  expect(targetOf(rows, 2, -60)).toBe(1)
})

test('the ends of the list are reached by a row that goes no further than them', () => {
  expect(targetOf(rows, 0, 150)).toBe(3)
  expect(targetOf(rows, 2, 50)).toBe(3)
  expect(targetOf(rows, 3, -150)).toBe(0)
  expect(targetOf(rows.slice(0, 2), 1, -50)).toBe(0)
})
