import type { CallRecord, LineView, MessageView } from '@soroka/client/types'
import { describe, expect, test } from 'vitest'
import { buildRows, type Row } from './rows.ts'

const noon = new Date(2026, 4, 5, 12).getTime()
const minute = 60_000

function message(seq: number | undefined, own: boolean, at: number): MessageView {
  const key = `k${seq ?? `p${at}`}`
  const base = {
    key,
    chat: 'c',
    id: key,
    sender: own ? 'me' : 'you',
    own,
    at,
    text: '',
    state: seq === undefined ? 'pending' : 'sent',
  }
  return (seq === undefined ? base : { ...base, seq }) as unknown as MessageView
}

const shape = (rows: Row[]) =>
  rows.map((row) => (row.kind === 'message' ? `${row.message.own ? 'own' : 'peer'} ${row.position}` : row.kind))

describe('rows of the feed', () => {
  test('bubbles of one sender join within five minutes and a day', () => {
    const list = [
      message(1, false, noon),
      message(2, false, noon + minute),
      message(3, false, noon + 2 * minute),
      message(4, true, noon + 3 * minute),
      message(5, true, noon + 20 * minute),
    ]
    expect(shape(buildRows(list, { more: true, unreadAfter: null }))).toEqual([
      'day',
      'peer first',
      'peer mid',
      'peer last',
      'own one',
      'own one',
    ])
  })

  test('midnight puts a day between joined bubbles', () => {
    const midnight = new Date(2026, 4, 6).getTime()
    const list = [message(1, true, midnight - minute), message(2, true, midnight + minute)]
    expect(shape(buildRows(list, { more: true, unreadAfter: null }))).toEqual(['day', 'own one', 'day', 'own one'])
  })

  test('the line of new messages stands before the first that is not mine, parts a run, and goes with an answer', () => {
    const list = [
      message(1, false, noon),
      message(2, true, noon + 1),
      message(3, true, noon + 2),
      message(4, false, noon + 3),
      message(5, false, noon + 4),
    ]
    expect(shape(buildRows(list, { more: true, unreadAfter: 1 }))).toEqual([
      'day',
      'peer one',
      'own first',
      'own last',
      'unread',
      'peer first',
      'peer last',
    ])
    expect(shape(buildRows(list, { more: true, unreadAfter: 4 }))).toEqual([
      'day',
      'peer one',
      'own first',
      'own last',
      'peer one',
      'unread',
      'peer one',
    ])
    expect(shape(buildRows(list, { more: true, unreadAfter: 9 }))).not.toContain('unread')
    const answered = [...list, message(6, true, noon + 5)]
    expect(shape(buildRows(answered, { more: true, unreadAfter: 1 }))).not.toContain('unread')
  })

  test('the line about encryption stands only at the true beginning', () => {
    expect(shape(buildRows([], { more: false, unreadAfter: null }))).toEqual(['start'])
    expect(shape(buildRows([message(1, true, noon)], { more: false, unreadAfter: null }))).toEqual([
      'day',
      'start',
      'own one',
    ])
    expect(shape(buildRows([message(1, true, noon)], { more: true, unreadAfter: null }))).toEqual(['day', 'own one'])
  })

  test('what was changed stands between its rows and parts a run', () => {
    const list = [message(1, false, noon), message(4, false, noon + 1), message(undefined, true, noon + 2)]
    const line = (key: string, after: number) => ({ key, after, order: 0, at: noon }) as unknown as LineView
    const lines = [line('made', 0), line('a', 1), line('b', 3), line('end', 4)]
    expect(shape(buildRows(list, { more: false, unreadAfter: null, lines }))).toEqual([
      'day',
      'start',
      'line',
      'peer one',
      'line',
      'line',
      'peer one',
      'line',
      'own one',
    ])
    expect(shape(buildRows([], { more: false, unreadAfter: null, lines: [line('made', 0)] }))).toEqual([
      'day',
      'start',
      'line',
    ])
  })

  test('10,000 messages keep their number', () => {
    const list = Array.from({ length: 10_000 }, (_, index) =>
      message(index + 1, index % 3 === 0, noon + index * minute),
    )
    expect(buildRows(list, { more: false, unreadAfter: 9_990 }).filter((row) => row.kind === 'message')).toHaveLength(
      10_000,
    )
  })

  test('a call stands where the log was when it began, among the changes by its time', () => {
    const list = [message(1, false, noon), message(2, false, noon + minute), message(3, false, noon + 9 * minute)]
    const call = (id: string, after: number, at: number) => ({ id, after, at }) as unknown as CallRecord
    const line = { key: 'line', after: 2, order: 0, at: noon + 3 * minute } as unknown as LineView
    const calls = [
      call('early', 1, noon + 30_000),
      call('before', 2, noon + 2 * minute),
      call('last', 3, noon + 10 * minute),
    ]
    expect(buildRows(list, { more: true, unreadAfter: null, lines: [line], calls }).map(({ key }) => key)).toEqual([
      expect.stringContaining('day'),
      'k1',
      'call-early',
      'k2',
      'call-before',
      'line',
      'k3',
      'call-last',
    ])
  })

  test('a call parts the bubbles around it', () => {
    const list = [message(1, false, noon), message(2, false, noon + minute)]
    const call = { id: 'between', after: 1, at: noon + 30_000 } as unknown as CallRecord
    expect(shape(buildRows(list, { more: true, unreadAfter: null, calls: [call] }))).toEqual([
      'day',
      'peer one',
      'call',
      'peer one',
    ])
  })
})
