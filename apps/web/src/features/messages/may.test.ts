import type { ChatView, MessageView } from '@soroka/client/types'
import { describe, expect, test } from 'vitest'
import { may } from './may.ts'

const all = { write: true, add: true, pin: true, info: true, manage: true }
const none = { write: false, add: false, pin: false, info: false, manage: false }
const chat = (change: Partial<ChatView> = {}) =>
  ({ kind: 'group', rights: { ...none, write: true }, left: false, request: false, ...change }) as ChatView
const message = (change: Partial<MessageView> = {}) =>
  ({ seq: 5, state: 'sent', own: false, text: 'a', ...change }) as MessageView

describe('what a screen offers', () => {
  test("R13 others' messages are edited by nobody and deleted for everyone by admins of a group only", () => {
    expect(may(chat(), message())).toMatchObject({ edit: false, deleteForEveryone: false, reply: true, react: true })
    expect(may(chat({ rights: all }), message())).toMatchObject({ edit: false, deleteForEveryone: true })
    expect(may(chat({ kind: 'direct', rights: all }), message())).toMatchObject({ deleteForEveryone: false })
    expect(may(chat(), message({ own: true }))).toMatchObject({ edit: true, deleteForEveryone: true })
  })

  test('R13 a deleted message can only leave my own list', () => {
    const allowed = may(chat({ rights: all }), message({ own: true, deleted: 'author' }))
    expect(allowed).toMatchObject({ deleteForMe: true, select: true })
    for (const key of [
      'reply',
      'react',
      'copy',
      'edit',
      'pin',
      'forward',
      'thread',
      'info',
      'deleteForEveryone',
    ] as const)
      expect(allowed[key], key).toBe(false)
  })

  test('who may not write reads and reacts', () => {
    expect(may(chat({ rights: none }), message({ own: true }))).toMatchObject({
      reply: false,
      edit: false,
      react: true,
    })
  })

  test.each([{ left: true }, { request: true }, { peer: { blocked: true } as NonNullable<ChatView['peer']> }])(
    'nothing goes out of %j',
    (change) => {
      expect(may(chat({ rights: all, ...change }), message({ own: true }))).toMatchObject({
        reply: false,
        react: false,
        edit: false,
      })
    },
  )

  test('polls and forwarded words are not edited; an open poll of mine can be closed', () => {
    const poll = { closed: false } as NonNullable<MessageView['poll']>
    expect(may(chat(), message({ own: true, poll }))).toMatchObject({ edit: false, forward: true, closePoll: true })
    expect(may(chat(), message({ own: true, forward: { at: 1 } })).edit).toBe(false)
  })

  test('what was not sent is only taken back', () => {
    const waiting = message({ own: true, state: 'failed' })
    delete waiting.seq
    expect(may(chat(), waiting)).toMatchObject({ discard: true, reply: false, edit: false, deleteForMe: false })
  })
})
