import type { QuietHours } from './notifying.ts'

/** As many clocks of the world are kept; making one costs more than asking it. */
const KEPT = 500
const clocks = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Whether this machine knows the time there. */
export function knowsZone(tz: string): boolean {
  return clockOf(tz) !== undefined
}

/** Whether `now` is in the quiet hours. Those of a zone that nobody knows are no hours: rather a notice too many. */
export function isQuiet({ from, to, tz, days }: QuietHours, now: number): boolean {
  const clock = clockOf(tz)
  if (clock === undefined) return false
  const parts = new Map(clock.formatToParts(now).map(({ type, value }) => [type, value]))
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  const today = weekdays.indexOf(parts.get('weekday') ?? '') + 1
  const yesterday = today === 1 ? 7 : today - 1
  if (from < to) return days.includes(today) && from <= minute && minute < to
  return (days.includes(today) && minute >= from) || (days.includes(yesterday) && minute < to)
}

function clockOf(tz: string): Intl.DateTimeFormat | undefined {
  const kept = clocks.get(tz)
  if (kept !== undefined) return kept
  try {
    const options = { timeZone: tz, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    const clock = new Intl.DateTimeFormat('en-US', options)
    if (clocks.size >= KEPT) clocks.clear()
    clocks.set(tz, clock)
    return clock
  } catch {
    return undefined
  }
}
