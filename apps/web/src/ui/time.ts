/** Dates and times as people of a language write them; formatters are made once. */
const formatters = new WeakMap<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>()

const timeOfDay = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const weekday = { weekday: 'short' } as const
const shortDay = { day: 'numeric', month: 'short' } as const
const shortDate = { day: '2-digit', month: '2-digit', year: '2-digit' } as const
const longDay = { day: 'numeric', month: 'long' } as const
const longDate = { ...longDay, year: 'numeric' } as const
const longMonth = { month: 'long' } as const
const moment = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' } as const

/** `options` are one of the above: their identity finds the formatter. */
function format(language: string, at: number, options: Intl.DateTimeFormatOptions): string {
  let own = formatters.get(options)
  if (!own) formatters.set(options, (own = new Map()))
  let formatter = own.get(language)
  if (!formatter) own.set(language, (formatter = new Intl.DateTimeFormat(language, options)))
  return formatter.format(at)
}

/** Calendar days from `at` to `now`: 0 today, 1 yesterday; negative in the future. */
export function daysAgo(at: number, now: number): number {
  const midnight = (time: number) => {
    const date = new Date(time)
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  }
  return Math.round((midnight(now) - midnight(at)) / 86_400_000)
}

let day = { from: 0, to: 0 }

/** When the calendar day of a moment began in this device's time zone. Of moments in their order it looks at each day once. */
export function dayStart(at: number): number {
  if (at < day.from || at >= day.to) {
    const start = new Date(at)
    const from = start.setHours(0, 0, 0, 0)
    day = { from, to: start.setDate(start.getDate() + 1) }
  }
  return day.from
}

/** 14:27 in both languages. */
export function clock(at: number, language: string): string {
  return format(language, at, timeOfDay)
}

const relative = new Map<string, Intl.RelativeTimeFormat>()

function relativeDay(days: number, language: string): string {
  let formatter = relative.get(language)
  if (!formatter) {
    formatter = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
    relative.set(language, formatter)
  }
  return formatter.format(-days, 'day')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function sameYear(at: number, now: number): boolean {
  return new Date(at).getFullYear() === new Date(now).getFullYear()
}

/** In the chat list: 14:27, yesterday, Mon, 12 Nov, 12.11.24. */
export function listTime(at: number, now: number, language: string): string {
  const days = daysAgo(at, now)
  if (days <= 0) return clock(at, language)
  if (days === 1) return relativeDay(1, language)
  if (days < 7) return format(language, at, weekday)
  return sameYear(at, now) ? format(language, at, shortDay) : format(language, at, shortDate)
}

/** On the pill between days: Today, Yesterday, 12 November, 12 November 2024. */
export function dayLabel(at: number, now: number, language: string): string {
  return capital(dayName(at, now, language))
}

/** The same inside of a sentence: today, yesterday, tomorrow, 12 November. */
export function dayName(at: number, now: number, language: string): string {
  const days = daysAgo(at, now)
  if (days >= -1 && days <= 1) return relativeDay(days, language)
  return format(language, at, sameYear(at, now) ? longDay : longDate)
}

/** A day that is read in later years: 12 November 2024. */
export function dateLabel(at: number, language: string): string {
  return format(language, at, longDate)
}

/** Above the things of a month: November, or with the year when it is another. */
export function monthLabel(at: number, now: number, language: string): string {
  const month = capital(format(language, at, longMonth))
  return sameYear(at, now) ? month : `${month} ${new Date(at).getFullYear()}`
}

/** The whole moment, for a tooltip and screen readers. */
export function fullTime(at: number, language: string): string {
  return format(language, at, moment)
}
