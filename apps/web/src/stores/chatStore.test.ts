import type { ChatView, LineView, MessageView, PersonView } from '@soroka/client/types'
import type { ChatId, UserId } from '@soroka/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { chatStore } from './chatStore.ts'
import { appendPage, mergeLines, mergeMessages, prependPage, trimWindow } from './message-window.ts'

const row = (key: string, seq?: number, at = 0) =>
  ({ key, at, ...(seq === undefined ? {} : { seq }) }) as unknown as MessageView
const keys = (messages: MessageView[]) => messages.map((message) => message.key).join(' ')

const page = (messages: MessageView[], more = false, moreBelow = false, lines: LineView[] = []) => ({
  messages,
  lines,
  more,
  moreBelow,
})
const line = (key: string, after: number, order = 0) => ({ key, after, order }) as unknown as LineView

describe('a window of messages', () => {
  test('accepted rows by seq, waiting ones last by time', () => {
    const window = mergeMessages(
      page([]),
      [row('p2', undefined, 2), row('b', 2), row('p1', undefined, 1), row('a', 1)],
      [],
    )
    expect(keys(window.messages)).toBe('a b p1 p2')
  })

  test('an acknowledged row keeps its key and moves to its seq; a repeat changes nothing', () => {
    const window = mergeMessages(page([row('a', 1), row('p', undefined, 5)]), [row('b', 2), row('p', 3)], [])
    expect(keys(window.messages)).toBe('a b p')
    expect(keys(mergeMessages(window, [row('b', 2)], []).messages)).toBe('a b p')
    expect(keys(mergeMessages(window, [], ['b']).messages)).toBe('a p')
  })

  test('rows above the window wait for their page', () => {
    const window = page([row('m', 50)], true)
    expect(keys(mergeMessages(window, [row('old', 3), row('new', 51)], []).messages)).toBe('m new')
    expect(keys(prependPage(window, page([row('k', 48), row('m', 50)])).messages)).toBe('k m')
  })

  test('rows below a place in the past wait too, but what stands there changes', () => {
    const window = page([row('m', 50), row('n', 51)], true, true)
    const edited = { ...row('n', 51), text: 'edited' }
    const merged = mergeMessages(window, [row('new', 90), row('p', undefined, 5), edited], [])
    expect(keys(merged.messages)).toBe('m n')
    expect(merged.messages[1]?.text).toBe('edited')
    const joined = appendPage(merged, page([row('n', 51), row('new', 52)], true, false))
    expect(keys(joined.messages)).toBe('m n new')
    expect(joined).toMatchObject({ more: true, moreBelow: false })
  })

  test('lines stand in their order, once, and only inside of the run', () => {
    const window = page([row('a', 10), row('b', 12)], true, false, [line('x', 10)])
    const merged = mergeLines(window, [line('z', 12), line('y', 10, 1), line('above', 4), line('x', 10)])
    expect(merged.lines.map(({ key }) => key).join(' ')).toBe('x y z')
    expect(mergeLines(window, [line('above', 4)])).toBe(window)
  })

  test('a trimmed window knows that there is more; a place in the past is not kept', () => {
    const window = page([row('a', 1), row('b', 2), row('c', 3)], false, false, [line('x', 0), line('y', 2)])
    expect(trimWindow(window, 2)).toEqual(page(window.messages.slice(1), true, false, [line('y', 2)]))
    expect(trimWindow(window, 3)).toBe(window)
    expect(trimWindow({ ...window, moreBelow: true }, 3)).toBeNull()
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
    contact: false,
    verification: 'unverified' as const,
    blocked: false,
  })
  beforeEach(() => store().clear())

  test('newest first, whatever the order of events', () => {
    store().applyChats([chat('a', 1), chat('b', 3), chat('c', 2)], [])
    expect(store().order).toEqual(['b', 'c', 'a'])
    store().applyChats([chat('a', 9)], ['c' as ChatId])
    expect(store().order).toEqual(['a', 'b'])
    store().applyChats(
      [
        { ...chat('d', 0), pinned: 1 },
        { ...chat('e', 0), pinned: 0 },
      ],
      [],
    )
    expect(store().order).toEqual(['e', 'd', 'a', 'b'])
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
