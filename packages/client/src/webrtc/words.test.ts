import { expect, test } from 'vitest'
import { readWord } from './words.ts'

test('words between two devices are understood', () => {
  expect(readWord('{"pictures":false}')).toEqual({ pictures: false })
  expect(readWord('{"reaction":"👍","more":1}')).toEqual({ reaction: '👍' })
})

test('what makes no sense is left alone', () => {
  const nonsense = ['', 'null', '[]', '7', '{', '{"pictures":1}', '{"reaction":{}}', `{"reaction":"${'x'.repeat(41)}"}`]
  for (const text of [...nonsense, `{"pictures":true,"x":"${'x'.repeat(300)}"}`]) expect(readWord(text)).toBeNull()
})
