import { expect, test } from 'vitest'
import { doorOf, inviteHash } from './kept-link.dom.ts'

test('an invite link gives chat and secret; anything else gives nothing', () => {
  const secret = '0197d2c4-aaaa-7bbb-8ccc-1234567890ab.c2VlZHNlZWRzZWVk'
  expect(inviteHash(`https://soroka.example/join#${secret}`)).toBe(secret)
  expect(inviteHash(secret)).toBe(secret)
  for (const wrong of [
    '',
    'https://soroka.example/join',
    'https://soroka.example/join#only-a-chat',
    `https://soroka.example/join#${secret}?x=1`,
    `javascript:alert(1)//join#${secret}"`,
    `https://soroka.example/c/${secret}`,
  ])
    expect(inviteHash(wrong), wrong).toBeNull()
})

test('a link leads into a group or to a person', () => {
  const hash = '0197d2c4-aaaa-7bbb-8ccc-1234567890ab.c2VlZHNlZWRzZWVk'
  expect(doorOf(`https://soroka.example/join#${hash}`)).toEqual({ kind: 'group', hash })
  expect(doorOf('https://soroka.example/@anna_k')).toEqual({ kind: 'person', nickname: 'anna_k' })
  expect(doorOf('https://soroka.example/c/1')).toBeNull()
})
