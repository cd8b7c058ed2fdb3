import { expect, test } from 'vitest'
import { isQuiet, knowsZone } from './quiet-hours.ts'

test('quiet hours go over midnight, follow the zone and its summer time, and belong to the day on which they begin', () => {
  const night = { from: 22 * 60, to: 7 * 60, tz: 'Europe/Berlin', days: [5] }
  // Friday 20 November 2026, an hour ahead of UTC there.
  expect(isQuiet(night, Date.UTC(2026, 10, 20, 20, 59))).toBe(false)
  expect(isQuiet(night, Date.UTC(2026, 10, 20, 21, 0))).toBe(true)
  expect(isQuiet(night, Date.UTC(2026, 10, 21, 5, 59))).toBe(true)
  expect(isQuiet(night, Date.UTC(2026, 10, 21, 6, 0))).toBe(false)
  // The night from Thursday to Friday is no night of a Friday, nor is the one after Saturday.
  expect(isQuiet(night, Date.UTC(2026, 10, 20, 3, 0))).toBe(false)
  expect(isQuiet(night, Date.UTC(2026, 10, 21, 22, 0))).toBe(false)
  // Friday 17 July 2026, two hours ahead.
  expect(isQuiet(night, Date.UTC(2026, 6, 17, 20, 0))).toBe(true)
  expect(isQuiet(night, Date.UTC(2026, 6, 17, 19, 59))).toBe(false)
  // Sunday to Monday.
  expect(isQuiet({ ...night, days: [7] }, Date.UTC(2026, 10, 23, 3, 0))).toBe(true)
  // The same hour twice is a whole day.
  const day = { from: 720, to: 720, tz: 'UTC', days: [6] }
  expect([11, 12, 23].map((hour) => isQuiet(day, Date.UTC(2026, 10, 21, hour)))).toEqual([false, true, true])
  expect([11, 12].map((hour) => isQuiet(day, Date.UTC(2026, 10, 22, hour)))).toEqual([true, false])
  expect(knowsZone('Mars/Olympus')).toBe(false)
  expect(isQuiet({ ...night, tz: 'Mars/Olympus' }, Date.UTC(2026, 10, 20, 22))).toBe(false)
})
