import type { OpenedPush } from '@soroka/client/push'
import { type CallId, type CallState, pushTag } from '@soroka/protocol'
import type { ChatId, PushKind, PushPayload, UserId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import { noticeOf } from './notice.ts'

const user = 'AAAAAAAAAAAAAAAAAAAAAA' as UserId
const call = 'BBBBBBBBBBBBBBBBBBBBBB' as CallId
const chat = `${'A'.repeat(42)}E` as ChatId

function push(kind: PushKind): PushPayload {
  const data = { user, kind, at: 1_700_000_000_000, call }
  const notification = { title: 'plain', navigate: '/', lang: 'en' as const, dir: 'auto' as const, data }
  return {
    web_push: 8030,
    mutable: true,
    app_badge: 0,
    notification: { ...notification, tag: pushTag.call(user, call) },
  }
}

/** Boris calls, and this is what the server says of me. */
function known(state: CallState['members'][number]['state'], ended: CallState['ended'] = null): OpenedPush {
  const about = { chat, video: false, ended, members: [{ user, state }] } as unknown as CallState
  return { is: 'known', chat: null, who: 'Boris', words: null, about: null, call: { ...about, mode: 'p2p' } }
}

const first = noticeOf(push('ring'), known('ringing'), null)

test('a ring rings until somebody does something', () => {
  expect(first.options).toMatchObject({ silent: false, requireInteraction: true })
  expect(first.options.actions.map(({ action }) => action)).toEqual(['answer', 'decline'])
})

test.each([
  ['ring_over', 'in', 'Answered on another device'],
  ['ring_over', 'declined', 'The call is over already'],
  ['ring', 'in', 'Answered on another device'],
  ['ring', 'declined', 'The call is over already'],
] as const)('%s of a call in which I am %s: it rings no more, and offers nothing', (kind, state, words) => {
  const { options } = noticeOf(push(kind), known(state), first.options.data)
  expect(options).toMatchObject({ tag: first.options.tag, actions: [], requireInteraction: false, silent: true })
  expect(options.body).toContain(words)
  expect(options.body).not.toContain('Is calling you')
})

test('where nothing can be found out, what is over is quiet all the same', () => {
  const { title, options } = noticeOf(push('ring_over'), { is: 'hidden' }, first.options.data)
  expect(title).toBe('plain')
  expect(options).toMatchObject({ actions: [], requireInteraction: false, silent: true, renotify: false, body: '' })
})
