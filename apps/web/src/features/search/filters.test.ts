import { expect, test } from 'vitest'
import { dayOf, splitQuery, thingOf, withFilter } from './filters.ts'

test('filters and words are told apart, quotes hold a name together', () => {
  expect(splitQuery('from:ira билеты in:"Поход на Алтай" has:link')).toEqual({
    filters: [
      { name: 'from', value: 'ira' },
      { name: 'in', value: 'Поход на Алтай' },
      { name: 'has', value: 'link' },
    ],
    words: 'билеты',
  })
  expect(splitQuery('https://example.org from:')).toEqual({ filters: [], words: 'https://example.org from:' })
})

test('Russian words for filters mean the same', () => {
  expect(splitQuery('от:Ира есть:ссылка трек').filters).toEqual([
    { name: 'from', value: 'Ира' },
    { name: 'has', value: 'ссылка' },
  ])
})

test('what a message brings is known in both languages', () => {
  expect(['photo', 'Фото', 'videos', 'файлы', 'голосовое', 'ссылка', 'polls'].map(thingOf)).toEqual([
    'photo',
    'photo',
    'video',
    'file',
    'voice',
    'link',
    'poll',
  ])
  expect(thingOf('sticker')).toBeUndefined()
})

test('a filter is set once and can be taken away', () => {
  expect(withFilter('билеты', 'from', 'ira')).toBe('from:ira билеты')
  expect(withFilter('from:ira билеты', 'from', 'lev')).toBe('from:lev билеты')
  expect(withFilter('from:ira билеты', 'from', null)).toBe('билеты')
  expect(withFilter('', 'in', 'Двор 12')).toBe('in:"Двор 12"')
})

test('a day is read by the clock of this device, in both ways of writing; what is no day stays words', () => {
  const day = new Date(2026, 4, 1).getTime()
  for (const value of ['2026-05-01', '2026-05', '1.5.2026', '01.05.2026']) expect(dayOf(value), value).toBe(day)
  for (const value of ['вчера', '2026-02-30', '31.02.2026', '2026']) expect(dayOf(value), value).toBeNull()
  expect(splitQuery('до:вчера карта')).toEqual({ filters: [], words: 'до:вчера карта' })
  expect(splitQuery('до:1.5.2026 карта')).toEqual({ filters: [{ name: 'before', value: '1.5.2026' }], words: 'карта' })
})
