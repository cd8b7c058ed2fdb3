import { expect, test } from 'vitest'
import { placeOfHanded } from './handed-link.ts'

test('a link of another program leads to its person', () => {
  expect(placeOfHanded('web+soroka:@anna')).toBe('/@anna')
  expect(placeOfHanded('web+soroka://@Anna')).toBe('/@anna')
})

test('anything else leads home, never out of it', () => {
  for (const link of [
    '',
    'web+soroka:',
    'web+soroka:javascript:alert(1)',
    'https://evil.example/',
    'web+soroka://evil.example',
  ])
    expect(placeOfHanded(link)).toBe('/')
})
