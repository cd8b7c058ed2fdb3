import type { TFunction } from 'i18next'

const minute = 60
const hour = 3600
/** Seconds until messages disappear. */
export const timers = [0, 5 * minute, hour, 24 * hour, 7 * 24 * hour, 28 * 24 * hour] as const

/** "off", "1 hour", "1 week". */
export function timerText(seconds: number, t: TFunction): string {
  if (seconds === 0) return t('people:timer.off')
  if (seconds % (7 * 24 * hour) === 0) return t('people:timer.weeks', { count: seconds / (7 * 24 * hour) })
  if (seconds % (24 * hour) === 0) return t('people:timer.days', { count: seconds / (24 * hour) })
  if (seconds >= hour) return t('people:timer.hours', { count: Math.round(seconds / hour) })
  return t('people:timer.minutes', { count: Math.max(1, Math.round(seconds / 60)) })
}
