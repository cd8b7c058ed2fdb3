import { expect, test } from 'vitest'
import { passwordStrength } from './password-strength.ts'

test.each([
  ['', 0],
  ['short1!', 0],
  ['password123', 0],
  ['qwertyuiop', 0],
  ['йцукен12345', 0],
  ['aaaaaaaaaaaaaaaa', 0],
  ['12345678901234', 0],
  ['anya1990', 0],
  ['tiger-lamp', 1],
  ['зимний вечер', 2],
  ['correct horse battery staple', 3],
] as const)('%s', (password, expected) => {
  if (expected === 0) expect(passwordStrength(password, ['Аня', 'anya@ryabina.ru'])).toBe(0)
  else expect(passwordStrength(password)).toBeGreaterThanOrEqual(expected)
})
