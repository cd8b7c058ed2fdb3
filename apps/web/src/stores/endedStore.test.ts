import type { MessageView } from '@soroka/client/types'
import { expect, test } from 'vitest'
import { endedStore, hearOfEnded } from './endedStore.ts'

const message = { key: 'k' } as MessageView

test('R16 R13 what shows found words hears of messages that disappeared or were deleted, and of no others', () => {
  const times = () => endedStore.getState().times
  hearOfEnded([message], [])
  expect(times()).toBe(0)
  hearOfEnded([], ['k'])
  expect(times()).toBe(1)
  hearOfEnded([message, { ...message, deleted: 'author' }], [])
  expect(times()).toBe(2)
})
