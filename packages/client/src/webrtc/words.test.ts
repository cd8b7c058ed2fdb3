import { expect, test } from 'vitest'
import { readWord } from './words.ts'

const chat = 'c'.repeat(43)
const call = 'd'.repeat(22)

test('words between two devices are understood', () => {
  expect(readWord('{"pictures":false}')).toEqual({ pictures: false })
  expect(readWord('{"reaction":"👍","more":1}')).toEqual({ reaction: '👍' })
  expect(readWord(JSON.stringify({ move: { chat, call, more: 1 } }))).toEqual({ move: { chat, call } })
})

test('what makes no sense is left alone', () => {
  const nonsense = ['', 'null', '[]', '7', '{', '{"pictures":1}', '{"reaction":{}}', `{"reaction":"${'x'.repeat(41)}"}`]
  const moves = [null, 7, [], {}, { chat }, { chat, call: 7 }, { chat: call, call }, { chat, call: `../${call}` }]
  for (const move of moves) nonsense.push(JSON.stringify({ move }))
  for (const text of [...nonsense, `{"pictures":true,"x":"${'x'.repeat(300)}"}`]) expect(readWord(text)).toBeNull()
})
