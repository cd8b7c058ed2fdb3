import { expect, test } from 'vitest'
import { mergeEntries } from './merge.ts'

test('each field is taken from him who changed it; of both, mine', () => {
  const base = { pinned: 1, archived: false, clearedTo: 3 }
  expect(mergeEntries(base, { ...base, pinned: 2 }, { ...base, archived: true })).toEqual({
    pinned: 2,
    archived: true,
    clearedTo: 3,
  })
  expect(mergeEntries(base, { ...base, clearedTo: 9 }, { ...base, clearedTo: 5 })).toEqual({ ...base, clearedTo: 9 })
  expect(mergeEntries({ a: 1, b: 2 }, { b: 2 }, { a: 1, b: 3 })).toEqual({ b: 3 })
})

test('lists of strings are sets: both additions and both removals hold', () => {
  expect(mergeEntries({ hidden: ['a', 'b'] }, { hidden: ['b', 'c'] }, { hidden: ['a', 'd'] })).toEqual({
    hidden: ['d', 'c'],
  })
  expect(mergeEntries(null, { hidden: ['x'] }, { hidden: ['y'] })).toEqual({ hidden: ['y', 'x'] })
})

test('what one took away and the other changed is there; what nobody else touched is gone', () => {
  expect(mergeEntries({ a: 1 }, null, { a: 1 })).toBeNull()
  expect(mergeEntries({ a: 1 }, null, { a: 2 })).toEqual({ a: 2 })
  expect(mergeEntries({ a: 1 }, { a: 2 }, null)).toEqual({ a: 2 })
  expect(mergeEntries({ a: 1 }, { a: 1 }, null)).toBeNull()
  expect(mergeEntries(null, { a: 1 }, null)).toEqual({ a: 1 })
})

test('the order of the fields makes no change', () => {
  expect(mergeEntries({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }, { a: 5, b: { c: 1, d: 2 } })).toEqual({
    a: 5,
    b: { c: 1, d: 2 },
  })
})
