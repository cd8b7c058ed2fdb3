import { expect, test } from 'vitest'
import { clock, dayLabel, dayName, daysAgo, dayStart, listTime } from './time.ts'

const now = new Date(2026, 10, 21, 14, 27).getTime()
const at = (day: number, hour = 9, month = 10, year = 2026) => new Date(year, month, day, hour, 5).getTime()

test('days are of the calendar, not of 24 hours', () => {
  expect(daysAgo(at(20, 23), now)).toBe(1)
  expect(daysAgo(at(21, 0), now)).toBe(0)
  expect(dayStart(at(21, 0))).toBe(dayStart(now))
  expect(dayStart(at(20, 23))).toBe(new Date(2026, 10, 20).getTime())
  expect(dayStart(dayStart(now))).toBe(dayStart(now))
  expect(dayStart(dayStart(now) - 1)).toBe(dayStart(at(20)))
})

test.each([
  ['ru', at(21), '09:05'],
  ['ru', at(20), 'вчера'],
  ['ru', at(18), 'ср'],
  ['en', at(20), 'yesterday'],
  ['en', at(18), 'Wed'],
  ['en', at(3), '3'],
  ['en', at(3, 9, 1, 2024), '24'],
])('in the list, %s', (language, time, expected) => expect(listTime(time, now, language)).toContain(expected))

test('on the pill', () => {
  expect(dayLabel(now, now, 'ru')).toBe('Сегодня')
  expect(dayLabel(at(20), now, 'ru')).toBe('Вчера')
  expect(dayLabel(at(3), now, 'ru')).toBe('3 ноября')
  expect(dayLabel(at(3, 9, 1, 2024), now, 'en')).toContain('2024')
  expect(dayName(now, now, 'en')).toBe('today')
  expect(dayName(now + 86_400_000, now, 'ru')).toBe('завтра')
  expect(dayName(at(3), now, 'en')).toBe('November 3')
  expect(clock(now, 'en')).toBe('14:27')
})
