import type { MemberView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { membersText, mostCounted } from './members-text.ts'

const t = ((key: string, values: { count?: number; online?: number }) =>
  key.endsWith('.online') ? `online ${values.online}` : `all ${values.count}`) as unknown as TFunction

function member(name: string, online: boolean, self = false): MemberView {
  const person = {
    id: name as UserId,
    name,
    nickname: name,
    online,
    lastSeen: null,
    contact: false,
    blocked: false,
    verification: 'unverified' as const,
  }
  return { person, role: 'member', self }
}

test('I count as online, but not when nobody else is', () => {
  const me = member('me', false, true)
  expect(membersText(3, [me, member('anna', true), member('boris', false)], t)).toBe('online 2')
  expect(membersText(2, [me, member('anna', false)], t)).toBe('all 2')
  expect(membersText(5, [], t)).toBe('all 5')
})

test('a large group names only its size', () => {
  const crowd = Array.from({ length: mostCounted + 1 }, (_, n) => member(`m${n}`, true))
  expect(membersText(crowd.length, crowd, t)).toBe(`all ${crowd.length}`)
})
