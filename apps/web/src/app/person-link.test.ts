import { expect, test } from 'vitest'
import { nicknameIn } from './person-link.ts'

test('a link to a person gives the nickname; anything else gives nothing', () => {
  for (const right of ['https://soroka.example/@anna_k', 'http://localhost:8080/%40Anna_K/', '@anna_k', ' @ANNA_K '])
    expect(nicknameIn(right), right).toBe('anna_k')
  for (const wrong of [
    '',
    'anna_k',
    '@an',
    '@1abc',
    '@анна',
    `@${'a'.repeat(33)}`,
    'https://soroka.example/@anna_k/c',
    'https://soroka.example/join#@anna_k',
    'https://soroka.example/?@anna_k',
    'javascript:alert(1)/@anna_k',
    'mailto:anna@example.org',
  ])
    expect(nicknameIn(wrong), wrong).toBeNull()
})
