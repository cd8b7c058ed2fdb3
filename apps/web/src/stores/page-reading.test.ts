import type { LineView, MessageView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { chatStore } from './chatStore.ts'
import { readPage, tellFeed } from './page-reading.ts'

const chat = 'a' as ChatId
const row = (key: string, seq: number, text = '') => ({ key, seq, text, at: 0 }) as unknown as MessageView
const page = (...messages: MessageView[]) => ({ messages, lines: [] as LineView[], more: false, moreBelow: false })
const shown = () =>
  chatStore
    .getState()
    .windows[chat]?.messages.map(({ key, text }) => key + text)
    .join(' ')
const set = (read: ReturnType<typeof page>) => chatStore.getState().setWindow(chat, read)

describe('a page that is read while the chat changes', () => {
  beforeEach(() => chatStore.getState().clear())

  test('R6 a message that is told before the page of it comes is shown', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof page>>()
    const reading = readPage(chat, () => answer.promise, set)
    tellFeed('applyMessages', [chat, [row('new', 2)], []])
    answer.resolve(page(row('old', 1)))
    await reading
    expect(shown()).toBe('old new')
  })

  test('the last word counts, and what went does not come back', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof page>>()
    const reading = readPage(chat, () => answer.promise, set)
    tellFeed('applyMessages', [chat, [row('x', 1, ' once'), row('y', 2)], []])
    tellFeed('applyMessages', [chat, [row('x', 1, ' twice')], ['y']])
    tellFeed('applyLines', [chat, [{ key: 'line', after: 1 } as LineView]])
    answer.resolve(page(row('x', 1), row('y', 2)))
    await reading
    expect(shown()).toBe('x twice')
    expect(chatStore.getState().windows[chat]?.lines).toHaveLength(1)
  })

  test('an older page has the change that came while it was read', async () => {
    set({ ...page(row('b', 5)), more: true })
    const answer = Promise.withResolvers<ReturnType<typeof page>>()
    const put = (read: ReturnType<typeof page>) => chatStore.getState().prepend(chat, read)
    const reading = readPage(chat, () => answer.promise, put)
    tellFeed('applyMessages', [chat, [row('a', 4, ' edited')], []])
    expect(shown()).toBe('b')
    answer.resolve(page(row('a', 4)))
    await reading
    expect(shown()).toBe('a edited b')
  })

  test('another chat, and a page that fails, leave nothing behind', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof page>>()
    const reading = readPage(chat, () => answer.promise, set)
    tellFeed('applyMessages', ['b' as ChatId, [row('other', 2)], []])
    answer.reject(new Error('gone'))
    await expect(reading).rejects.toThrow('gone')
    await readPage(chat, async () => page(row('old', 1)), set)
    expect(shown()).toBe('old')
  })
})
