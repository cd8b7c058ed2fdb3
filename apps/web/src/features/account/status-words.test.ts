import { expect, test } from 'vitest'
import { endOf, readWords } from './status-words.ts'

const at = (text: string) => new Date(text).getTime()

test.each([
  ['half_hour', '2026-11-22T21:15:30', '2026-11-22T21:46'],
  ['four_hours', '2026-11-22T21:15:00', '2026-11-23T01:15'],
  ['today', '2026-11-22T00:00:00', '2026-11-23T00:00'],
  ['today', '2026-12-31T23:59:59', '2027-01-01T00:00'],
  // A Sunday, a Monday, a Saturday.
  ['week', '2026-11-22T12:00:00', '2026-11-23T00:00'],
  ['week', '2026-11-23T00:00:00', '2026-11-30T00:00'],
  ['week', '2026-11-28T23:00:00', '2026-11-30T00:00'],
] as const)('a status for %s set at %s ends at %s', (ending, now, end) => {
  expect(endOf(ending, at(now))).toBe(at(end))
})

test('a status that never ends has no end', () => {
  expect(endOf('never', Date.now())).toBeNull()
})

test.each([
  ['', '🌲 в лесу', '🌲', 'в лесу'],
  ['🎧', ' 👨‍👩‍👧', '👨‍👩‍👧', ''],
  ['🎧', '  busy ', '🎧', 'busy'],
  ['', '1 more hour', '', '1 more hour'],
])('the emoji of %o and %o', (emoji, text, ...read) => {
  const words = readWords(emoji, text)
  expect([words.emoji, words.text]).toEqual(read)
})
