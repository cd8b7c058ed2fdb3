import { expect, test } from 'vitest'
import { Speaking } from './speaking.ts'

test('who was loud speaks on for the pause between two words', () => {
  const speaking = new Speaking()
  expect(speaking.hear('anna', 0.001, 0)).toBe(false)
  expect(speaking.hear('anna', 0.2, 200)).toBe(true)
  expect(speaking.hear('anna', 0.001, 400)).toBe(false)
  expect(speaking.speaks('anna', 800)).toBe(true)
  expect(speaking.speaks('anna', 1000)).toBe(false)
  expect(speaking.speaks('boris', 400)).toBe(false)
})

test('falling silent is news once', () => {
  const speaking = new Speaking()
  speaking.hear('anna', 0.2, 0)
  const news = [200, 400, 600, 800, 1000].map((now) => speaking.hear('anna', 0, now))
  expect(news.filter(Boolean)).toHaveLength(1)
})
