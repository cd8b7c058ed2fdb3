import type { ChatView, MessageView, PersonView } from '@soroka/client/types'
import type { ChatId, UserId } from '@soroka/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { chatStore } from './chatStore.ts'
import { mergeMessages, prependPage, trimWindow } from './message-window.ts'

const row = (key: string, seq?: number, at = 0) =>
  ({ key, at, ...(seq === undefined ? {} : { seq }) }) as unknown as MessageView
const keys = (messages: MessageView[]) => messages.map((message) => message.key).join(' ')

describe('a window of messages', () => {
  test('accepted rows by seq, waiting ones last by time', () => {
    const window = mergeMessages(
      { messages: [], more: false },
      [row('p2', undefined, 2), row('b', 2), row('p1', undefined, 1), row('a', 1)],
      [],
    )
    expect(keys(window.messages)).toBe('a b p1 p2')
  })

  test('an acknowledged row keeps its key and moves to its seq; a repeat changes nothing', () => {
    const window = mergeMessages(
      { messages: [row('a', 1), row('p', undefined, 5)], more: false },
      [row('b', 2), row('p', 3)],
      [],
    )
    expect(keys(window.messages)).toBe('a b p')
    expect(keys(mergeMessages(window, [row('b', 2)], []).messages)).toBe('a b p')
    expect(keys(mergeMessages(window, [], ['b']).messages)).toBe('a p')
  })

  test('rows above the window wait for their page', () => {
    const window = { messages: [row('m', 50)], more: true }
    expect(keys(mergeMessages(window, [row('old', 3), row('new', 51)], []).messages)).toBe('m new')
    expect(keys(prependPage(window, [row('k', 48), row('m', 50)], false).messages)).toBe('k m')
  })

  test('a trimmed window knows that there is more', () => {
    const window = { messages: [row('a', 1), row('b', 2), row('c', 3)], more: false }
    expect(trimWindow(window, 2)).toEqual({ messages: window.messages.slice(1), more: true })
    expect(trimWindow(window, 3)).toBe(window)
  })
})

describe('chats', () => {
  const store = () => chatStore.getState()
  const chat = (id: string, at: number, peer?: PersonView) =>
    ({ id, at, title: peer?.name ?? id, peer, unread: 0 }) as unknown as ChatView
  const person = (name: string) => ({
    id: 'u' as UserId,
    name,
    nickname: name.toLowerCase(),
    online: true,
    lastSeen: null,
  })
  beforeEach(() => store().clear())

  test('newest first, whatever the order of events', () => {
    store().applyChats([chat('a', 1), chat('b', 3), chat('c', 2)], [])
    expect(store().order).toEqual(['b', 'c', 'a'])
    store().applyChats([chat('a', 9)], ['c' as ChatId])
    expect(store().order).toEqual(['a', 'b'])
  })

  test('a stranger gets a name whichever comes first, and presence does not take it away', () => {
    store().applyChats([chat('a', 1, person(''))], [])
    store().applyPeople([person('Ira')])
    expect(store().chats['a' as ChatId]?.title).toBe('Ira')
    store().applyChats([chat('a', 2, person(''))], [])
    expect(store().chats['a' as ChatId]?.title).toBe('Ira')
    store().applyPeople([{ ...person(''), online: false }])
    expect(store().people['u' as UserId]).toMatchObject({ name: 'Ira', online: false })
  })

  test('messages of a chat that is not open are left to the engine', () => {
    store().applyMessages('a' as ChatId, [row('x', 1)], [])
    expect(store().windows).toEqual({})
  })
})
