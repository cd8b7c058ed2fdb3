import type { LineView, MessageView } from '@soroka/client/types'
import { describe, expect, test } from 'vitest'
import { reachOf, sliceOf } from './reach.ts'
import type { Row } from './rows.ts'

const message = (seq: number | undefined, key = `m${seq}`): Row => ({
  kind: 'message',
  key,
  position: 'one',
  message: { key, seq } as unknown as MessageView,
})
const line = (after: number): Row => ({ kind: 'line', key: `l${after}`, line: { after } as unknown as LineView })
const day = (key: string): Row => ({ kind: 'day', key, at: 0 })
const keys = (rows: Row[], { start, end }: { start: number; end: number }) =>
  rows.slice(start, end).map((row) => row.key)

const log = [day('d1'), message(1), message(2), line(2), day('d2'), message(3), message(4), message(undefined, 'new')]

describe('what of a log is drawn', () => {
  test('a slice finds itself again after rows came before and after it', () => {
    const reach = reachOf(log, { start: 5, end: 7 }, true)
    expect(reach).toEqual({ from: 3, to: 4 })
    const longer = [message(-1), message(0), ...log, message(5)]
    expect(keys(longer, sliceOf(longer, reach))).toEqual(['d2', 'm3', 'm4'])
  })

  test('a day comes with the message below it, and a line with the message above it', () => {
    expect(keys(log, sliceOf(log, { from: 2, to: 3 }))).toEqual(['m2', 'l2', 'd2', 'm3'])
  })

  test('at the end of the chat whatever comes is within reach', () => {
    const reach = reachOf(log, { start: 5, end: log.length }, true)
    expect(reach.to).toBe(Infinity)
    const longer = [...log, message(undefined, 'newer')]
    expect(keys(longer, sliceOf(longer, reach)).at(-1)).toBe('newer')
  })

  test('at the end of a window in the middle of a chat the next page is not', () => {
    const window = log.slice(0, 7)
    const reach = reachOf(window, { start: 0, end: 7 }, false)
    expect(keys(log, sliceOf(log, reach)).at(-1)).toBe('m4')
  })

  test('an older page is not drawn because it came', () => {
    const window = log.slice(4)
    const reach = reachOf(window, { start: 0, end: window.length }, true)
    expect(keys(log, sliceOf(log, reach))[0]).toBe('d2')
  })

  test('of another place of the log nothing is within reach', () => {
    expect(sliceOf(log, { from: 90, to: 99 })).toEqual({ start: 0, end: 0 })
    expect(sliceOf([message(50), message(51)], { from: 1, to: 4 })).toEqual({ start: 0, end: 0 })
  })

  test('rows without a message are drawn whole', () => {
    const rows: Row[] = [day('d'), { kind: 'start', key: 'start' }]
    const reach = reachOf(rows, { start: 0, end: 2 }, true)
    expect(sliceOf(rows, reach)).toEqual({ start: 0, end: 2 })
  })

  test('bounds beyond the rows are those of the rows', () => {
    expect(reachOf(log, { start: -6, end: 99 }, true)).toEqual({ from: 1, to: Infinity })
  })
})
