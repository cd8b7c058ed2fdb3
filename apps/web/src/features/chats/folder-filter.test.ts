import type { ChatView, FolderView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { describe, expect, test } from 'vitest'
import { calls } from '../../stores/chat-state.ts'
import { inFolder, visibleChats } from './folder-filter.ts'

const now = 1000
const chat = (id: string, change: Partial<ChatView> = {}) =>
  ({
    id,
    kind: 'direct',
    unread: 0,
    lastSeq: 1,
    unreadMention: false,
    markedUnread: false,
    archived: false,
    mutedUntil: 0,
    request: false,
    peer: { contact: true },
    ...change,
  }) as unknown as ChatView
const folder = (change: Partial<FolderView>): FolderView => ({
  id: 'f',
  name: 'F',
  include: [],
  exclude: [],
  chats: [],
  without: [],
  ...change,
})

describe('what a folder shows', () => {
  test('the union of its kinds and chats, less what it leaves out', () => {
    const one = folder({ include: ['groups'], chats: ['mum' as ChatId], without: ['yard' as ChatId] })
    expect(inFolder(one, chat('mum'), now)).toBe(true)
    expect(inFolder(one, chat('kira'), now)).toBe(false)
    expect(inFolder(one, chat('altai', { kind: 'group' }), now)).toBe(true)
    expect(inFolder(one, chat('yard', { kind: 'group' }), now)).toBe(false)
  })

  test('an archived, muted or read chat is left out only when the folder says so', () => {
    const quiet = chat('a', { mutedUntil: 2000, archived: true })
    expect(inFolder(folder({ include: ['direct'] }), quiet, now)).toBe(true)
    for (const exclude of ['muted', 'read', 'archived'] as const)
      expect(inFolder(folder({ include: ['direct'], exclude: [exclude] }), quiet, now)).toBe(false)
    expect(inFolder(folder({ include: ['direct'], exclude: ['muted'] }), { ...quiet, unreadMention: true }, now)).toBe(
      true,
    )
    expect(inFolder(folder({ include: ['direct'], exclude: ['muted'] }), chat('b', { mutedUntil: 999 }), now)).toBe(
      true,
    )
  })

  test('a request of a stranger is in no folder, even of strangers', () => {
    const stranger = chat('s', { request: true, peer: { contact: false } as never })
    expect(inFolder(folder({ include: ['strangers', 'direct', 'unread'] }), stranger, now)).toBe(false)
    expect(inFolder(folder({ include: ['strangers'] }), { ...stranger, request: false }, now)).toBe(true)
  })
})

test('the list, the archive and the requests have no chat in common', () => {
  const all = [
    chat('a'),
    chat('b', { archived: true }),
    chat('c', { request: true }),
    chat('d', { request: true, archived: true }),
  ]
  const chats = Object.fromEntries(all.map((one) => [one.id, one]))
  const order = all.map((one) => one.id)
  const shown = (list: 'archive' | 'requests' | null) => visibleChats(order, chats, { list, folder: undefined, now })
  expect([shown(null), shown('archive'), shown('requests')]).toEqual([['a'], ['b'], ['c', 'd']])
})

test('a stranger who only tried to call asks for nothing, until he writes', () => {
  const empty = chat('a', { request: true, lastSeq: 0 })
  const group = chat('b', { request: true, lastSeq: 0, kind: 'group' })
  const chats = { [empty.id]: empty, [group.id]: group }
  const shown = (list: 'requests' | null) => visibleChats([empty.id, group.id], chats, { list, folder: undefined, now })
  expect([shown(null), shown('requests')]).toEqual([[], ['b']])
})

test('a muted chat calls only by name', () => {
  const muted = chat('a', { unread: 3, mutedUntil: 2000 })
  expect(calls(muted, now)).toBe(false)
  expect(calls({ ...muted, unreadMention: true }, now)).toBe(true)
  expect(calls(chat('b', { markedUnread: true }), now)).toBe(true)
})
