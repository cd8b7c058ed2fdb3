import { expect, test } from 'vitest'
import { followTouch } from './touch-speed.ts'

test('a fling is told from a slow pull, whatever came before', () => {
  const touch = followTouch()
  touch.at(0, 0)
  touch.at(10, 500)
  touch.at(60, 550)
  expect(touch.now(550)).toBe(1)
  // A finger that rested before it was lifted flings nothing.
  expect(touch.now(900)).toBe(0)
})
