import { expect, it } from 'vitest'
import { createRecoveryKey, parseRecovery, recoveryFile, recoveryWords } from './index.ts'

it('BIP 39: 256 zero bits are 23 × abandon and art', () => {
  const words = recoveryWords(new Uint8Array(32))
  expect(words).toEqual([...Array.from({ length: 23 }, () => 'abandon'), 'art'])
})

it('reads words and file back, however they were typed', () => {
  const key = createRecoveryKey()
  const words = recoveryWords(key)
  expect(parseRecovery(words.join(' '))).toEqual({ ok: true, key })
  expect(parseRecovery(words.map((word, i) => ` ${i + 1}) ${word.toUpperCase()},`).join('\r\n'))).toEqual({
    ok: true,
    key,
  })
  expect(parseRecovery(recoveryFile(key, ['Soroka recovery key', 'ключ восстановления']))).toEqual({ ok: true, key })
})

it('says what is wrong without repeating a word', () => {
  const words = recoveryWords(new Uint8Array(32))
  expect(parseRecovery('')).toEqual({ ok: false, problem: 'word_count', found: 0 })
  expect(parseRecovery(words.slice(1).join(' '))).toEqual({ ok: false, problem: 'word_count', found: 23 })
  expect(parseRecovery(words.with(4, 'sorokas').join(' '))).toEqual({ ok: false, problem: 'unknown_word', at: 5 })
  expect(parseRecovery(words.with(23, 'abandon').join(' '))).toEqual({ ok: false, problem: 'checksum' })
})
