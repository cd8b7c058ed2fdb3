import { expect, test } from 'vitest'
import { fold, isEmojiOnly } from './text-shape.ts'

test.each([
  ['🔥', true],
  ['🔥 🏔️', true],
  ['👨‍👩‍👧❤️‍🔥👍🏽', true],
  ['🇷🇺', true],
  ['👍👍👍👍', false],
  ['ok 👍', false],
  ['1', false],
  ['©', false],
  ['☝🏽 ❤️', true],
  ['', false],
])('only emoji: %s', (text, expected) => expect(isEmojiOnly(text)).toBe(expected))

test('a long text is cut at a space, a short one is not', () => {
  expect(fold('word '.repeat(200))).toBeNull()
  const short = fold('word '.repeat(400)) ?? ''
  expect(short.length).toBeLessThan(1210)
  expect(short.endsWith('word…')).toBe(true)
  expect(fold('x'.repeat(5000))).toHaveLength(1201)
})
