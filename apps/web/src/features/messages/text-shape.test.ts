import { expect, test } from 'vitest'
import { closeDirections, endsFromRight, fold, isEmojiOnly, isVisible } from './text-shape.ts'

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

test.each([
  ['a', true],
  ['  .\n', true],
  ['👨‍👩‍👧', true],
  ['', false],
  [' \n\t\u00A0', false],
  ['\u200B\u200D\uFEFF\u2060', false],
  ['\u202E\u2066\u2069', false],
  ['\u3164\u2800\u00AD\uFE0F', false],
])('something to see: %j', (text, expected) => expect(isVisible(text)).toBe(expected))

test('directions that a text leaves on end with it', () => {
  expect(closeDirections('plain')).toBe('plain')
  expect(closeDirections('a\u202Eb')).toBe('a\u202Eb\u202C')
  expect(closeDirections('a\u202Eb\u202C')).toBe('a\u202Eb\u202C')
  expect(closeDirections('\u202E\u2066x')).toBe('\u202E\u2066x\u2069\u202C')
  expect(closeDirections('\u2069\u2067x')).toBe('\u2069\u2067x\u2069')
})

test.each([
  ['שלום! Hello', true],
  ['Two lines\nשורה שנייה', true],
  ['שלום\nsecond', false],
  ['12:30 — да', false],
  ['', false],
])('the last line of %s runs from the right: %s', (text, fromRight) => {
  expect(endsFromRight(text)).toBe(fromRight)
})
