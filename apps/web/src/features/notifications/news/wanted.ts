import type { ChatView, MessageView, NotifySettings, QuietHours } from '@soroka/client/types'

/** What this account wants to hear of, before the server has said it. */
export const byDefault: NotifySettings = {
  direct: 'all',
  groups: 'all',
  reactions: true,
  calls: true,
  requests: true,
  quiet: null,
  mutedUntil: 0,
}

/** Whether a person wants to be told of a message now; the server decides the same for pushes. */
export function isWanted(chat: ChatView, message: MessageView, settings: NotifySettings, now: number): boolean {
  if (message.own || chat.kind === 'nest' || settings.mutedUntil > now) return false
  const muted = chat.mutedUntil > now
  if (chat.request) return settings.requests && !muted
  const level = chat.level ?? (chat.kind === 'group' ? settings.groups : settings.direct)
  // What calls me is heard over the mute of a chat (R15).
  if (message.callsMe) return level !== 'none'
  return level === 'all' && !muted
}

/** Whether nothing may sound at this hour, where the hours were set. */
export function isQuietHour(quiet: QuietHours | null, now: number): boolean {
  if (quiet === null) return false
  const { minute, day } = clockIn(quiet.tz, now)
  const { from, to, days } = quiet
  const yesterday = day === 1 ? 7 : day - 1
  if (from < to) return days.includes(day) && minute >= from && minute < to
  return (days.includes(day) && minute >= from) || (days.includes(yesterday) && minute < to)
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function clockIn(timeZone: string, now: number): { minute: number; day: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return { minute: Number(part('hour')) * 60 + Number(part('minute')), day: weekdays.indexOf(part('weekday')) + 1 }
}
