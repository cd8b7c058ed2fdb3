import type { Look } from './person.ts'

// Each pair meets both widths, languages and schemes; the two together meet each width in each scheme.

export const phoneByDay: Look[] = [
  { width: 'phone', language: 'ru', scheme: 'light' },
  { width: 'desktop', language: 'en', scheme: 'dark' },
]

export const phoneByNight: Look[] = [
  { width: 'phone', language: 'ru', scheme: 'dark' },
  { width: 'desktop', language: 'en', scheme: 'light' },
]

/** Each width in its other language. */
export const phoneInEnglish: Look[] = [
  { width: 'phone', language: 'en', scheme: 'dark' },
  { width: 'desktop', language: 'ru', scheme: 'light' },
]
