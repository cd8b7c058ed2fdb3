import type { CallRecord } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { isMe } from '../../../ui/names.ts'

/** Which way it went, or that it went nowhere: an icon says the same. */
export type RecordKind = 'in' | 'out' | 'missed'

export function recordKind({ by, outcome }: Pick<CallRecord, 'by' | 'outcome'>): RecordKind {
  if (isMe(by)) return 'out'
  return outcome === 'missed' ? 'missed' : 'in'
}

/** 1 h 4 min, 4 min, 30 s. */
export function lengthText(ms: number, t: TFunction): string {
  const seconds = Math.round(ms / 1000)
  const minutes = Math.round(seconds / 60)
  if (minutes < 1) return t('calls:length.seconds', { count: seconds })
  const hours = Math.floor(minutes / 60)
  const rest = t('calls:length.minutes', { count: minutes % 60 })
  if (hours === 0) return rest
  const whole = t('calls:length.hours', { count: hours })
  return minutes % 60 === 0 ? whole : `${whole} ${rest}`
}

const ends = {
  missed: 'noAnswer',
  declined: 'declined',
  busy: 'busy',
  cancelled: 'cancelled',
  failed: 'failed',
} as const

/** "outgoing, 4 min", "missed", "group, 48 min". */
export function recordWords(record: CallRecord, group: boolean, t: TFunction): string {
  const kind = recordKind(record)
  if (kind === 'missed') return t('calls:history.missed')
  const first = t(group ? 'calls:history.groupCall' : `calls:history.${kind}`)
  const { outcome, duration } = record
  if (duration > 0) return `${first}, ${lengthText(duration, t)}`
  return outcome === 'completed' ? first : `${first}, ${t(`calls:history.${ends[outcome]}`)}`
}

/** What the line between messages says: how it ended for me, and how long it went. */
export function lineWords(record: CallRecord, length: string, t: TFunction): string {
  const { outcome, video, duration } = record
  if (recordKind(record) === 'missed') return t(video ? 'calls:line.missedVideo' : 'calls:line.missed')
  if (duration === 0 && outcome !== 'completed') return t(`calls:line.${ends[outcome]}`)
  const name = t(video ? 'calls:line.video' : 'calls:line.audio')
  return duration > 0 ? `${name}, ${length}` : name
}
