import { expect, test } from 'vitest'
import { sizeFor } from './picture-size.ts'

test('the smallest size that fills the place, a little stretched at most', () => {
  expect(sizeFor({ width: 264, height: 148 })).toBe('low')
  expect(sizeFor({ width: 480, height: 270 })).toBe('low')
  expect(sizeFor({ width: 481, height: 270 })).toBe('medium')
  expect(sizeFor({ width: 900, height: 500 })).toBe('medium')
  expect(sizeFor({ width: 1400, height: 800 })).toBe('high')
})

test('a high camera in a wide place fills it too', () => {
  const whole = { width: 720, height: 1280 }
  expect(sizeFor({ width: 460, height: 234 }, whole)).toBe('medium')
  expect(sizeFor({ width: 180, height: 320 }, whole)).toBe('low')
})
