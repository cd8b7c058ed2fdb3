import type { SearchAnswer } from '../types.ts'
import type { Thing } from './segment.ts'
import { fold, wordsOf } from './words.ts'

type Filter = SearchAnswer['filters'][number]

/** What somebody typed, taken apart. */
export interface Query {
  /** Folded words, in their order. */
  words: string[]
  /** Nothing stands behind the last word yet: it may go on. */
  open: boolean
  filters: Filter[]
}

const NAMES: Readonly<Record<string, Filter['name']>> = {
  from: 'from',
  от: 'from',
  in: 'in',
  в: 'in',
  has: 'has',
  есть: 'has',
  before: 'before',
  до: 'before',
  after: 'after',
  после: 'after',
}
const PART = /(?<![\p{L}\p{N}])(\p{L}+):(?:"([^"]*)"|([^\s"]+))/gu
const THINGS: Readonly<Record<string, Thing>> = {
  link: 'link',
  links: 'link',
  ссылка: 'link',
  ссылки: 'link',
  poll: 'poll',
  polls: 'poll',
  опрос: 'poll',
  опросы: 'poll',
  photo: 'photo',
  photos: 'photo',
  фото: 'photo',
  video: 'video',
  videos: 'video',
  видео: 'video',
  file: 'file',
  files: 'file',
  файл: 'file',
  файлы: 'file',
  voice: 'voice',
  голосовое: 'voice',
  голосовые: 'voice',
}
/** More words than anybody looks for. */
const MOST_WORDS = 16

/** Words and filters of a search. What only looks like a filter counts as words. */
export function parseQuery(text: string): Query {
  const filters: Filter[] = []
  const rest = text.replace(PART, (whole, name: string, quoted: string | undefined, bare: string | undefined) => {
    const known = NAMES[name.toLowerCase()]
    const value = (quoted ?? bare ?? '').trim()
    if (known === undefined || value === '' || !means(known, value)) return whole
    filters.push({ name: known, value })
    return ' '
  })
  const words = wordsOf(rest).map(({ form }) => form)
  return { words: words.slice(0, MOST_WORDS), open: /[\p{L}\p{N}\p{M}]$/u.test(rest), filters }
}

/** The thing of a `has:`. */
export function thingOf(value: string): Thing | undefined {
  return THINGS[fold(value)]
}

/** The beginning of a day, by this device's clock: 2026-05-01, 2026-05, 1.5.2026, 01.05.2026; null for what is no date. */
export function dayOf(value: string): number | null {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(value)
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value)
  const parts = iso === null ? (dotted?.slice(1).toReversed() ?? null) : [iso[1], iso[2], iso[3] ?? '1']
  if (parts === null) return null
  const [year = 0, month = 0, day = 0] = parts.map(Number)
  const date = new Date(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null
}

function means(name: Filter['name'], value: string): boolean {
  if (name === 'has') return thingOf(value) !== undefined
  if (name === 'before' || name === 'after') return dayOf(value) !== null
  return true
}
