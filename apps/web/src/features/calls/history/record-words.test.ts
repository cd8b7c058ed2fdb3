import type { CallRecord } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import type { TFunction } from 'i18next'
import { beforeEach, describe, expect, test } from 'vitest'
import { authStore } from '../../../stores/authStore.ts'
import { lengthText, lineWords, recordKind, recordWords } from './record-words.ts'

const me = 'me' as UserId
const t = ((key: string, values?: { count: number }) =>
  values ? `${values.count} ${key}` : key) as unknown as TFunction
const record = (change: Partial<CallRecord>): CallRecord =>
  ({ by: 'mum', outcome: 'completed', duration: 0, video: false, ...change }) as CallRecord

describe('words about calls of the past', () => {
  beforeEach(() =>
    authStore.getState().setSession({ user: me, device: 'd', name: '', nickname: '', email: '' } as never),
  )

  test('a call that I did not take is missed; one of mine that nobody took is not', () => {
    expect(recordKind(record({ outcome: 'missed' }))).toBe('missed')
    expect(recordKind(record({ outcome: 'missed', by: me }))).toBe('out')
    expect(recordKind(record({ outcome: 'declined' }))).toBe('in')
    expect(recordWords(record({ outcome: 'missed', by: me }), false, t)).toBe(
      'calls:history.out, calls:history.noAnswer',
    )
  })

  test('of a call that took place the line says how long, of another one how it ended', () => {
    expect(lineWords(record({ duration: 61_000 }), '01:01', t)).toBe('calls:line.audio, 01:01')
    expect(lineWords(record({ outcome: 'missed', video: true }), '00:00', t)).toBe('calls:line.missedVideo')
    expect(lineWords(record({ outcome: 'busy', by: me }), '00:00', t)).toBe('calls:line.busy')
  })

  test('lengths are seconds, minutes, hours and minutes', () => {
    expect(lengthText(20_000, t)).toBe('20 calls:length.seconds')
    expect(lengthText(4 * 60_000, t)).toBe('4 calls:length.minutes')
    expect(lengthText(64 * 60_000, t)).toBe('1 calls:length.hours 4 calls:length.minutes')
    expect(lengthText(120 * 60_000, t)).toBe('2 calls:length.hours')
  })
})
