import type { PersonView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { clock, dayLabel, daysAgo } from '../../ui/time.ts'

/** "online", "seen 5 minutes ago", "seen at 14:20", "seen yesterday at 9:05"; empty when it is hidden. */
export function presenceText(person: PersonView | undefined, now: number, language: string, t: TFunction): string {
  if (!person) return ''
  if (person.online) return t('people:online')
  if (person.lastSeen === null) return t('people:offline')
  const minutes = Math.floor((now - person.lastSeen) / 60_000)
  if (minutes < 1) return t('people:seenNow')
  if (minutes < 60) return t('people:seenMinutes', { count: minutes })
  const time = clock(person.lastSeen, language)
  const days = daysAgo(person.lastSeen, now)
  if (days <= 0) return t('people:seenAt', { time })
  const day = dayLabel(person.lastSeen, now, language)
  return t('people:seenDay', { day: days === 1 ? day.toLocaleLowerCase(language) : day, time })
}
