import { expect, test } from 'vitest'
import { hueOf, initials } from './initials.ts'

test.each([
  ['Аня Рябинина', 'АР'],
  ['тимур', 'Т'],
  ['  Jean  Luc  Picard ', 'JP'],
  ['👨‍👩‍👧 Семья', '👨‍👩‍👧С'],
  ['', ''],
])('%s', (name, expected) => expect(initials(name)).toBe(expected))

test('hues are stable and spread', () => {
  const counts = new Map<number, number>()
  for (let index = 0; index < 6000; index++)
    counts.set(hueOf(`user-${index}`), (counts.get(hueOf(`user-${index}`)) ?? 0) + 1)
  expect(counts.size).toBe(6)
  for (const count of counts.values()) expect(count).toBeGreaterThan(700)
})
