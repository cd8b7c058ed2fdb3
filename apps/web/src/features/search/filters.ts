export const filterNames = ['from', 'in', 'has', 'before', 'after'] as const
export type FilterName = (typeof filterNames)[number]

export interface Filter {
  name: FilterName
  value: string
}

/** The same words as the engine knows, in both languages. */
const known: Readonly<Record<string, FilterName>> = {
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
/** What a message may bring, in the order in which people look for it. */
export const things = ['photo', 'video', 'file', 'voice', 'link', 'poll'] as const
export type Thing = (typeof things)[number]

const thingWords: Readonly<Record<Thing, RegExp>> = {
  photo: /^(photos?|фото)$/i,
  video: /^(videos?|видео)$/i,
  file: /^(files?|файлы?)$/i,
  voice: /^(voice|голосов(ое|ые))$/i,
  link: /^(links?|ссылк[аи])$/i,
  poll: /^(polls?|опросы?)$/i,
}

/** The thing of a `has:`, as the engine understands it. */
export function thingOf(value: string): Thing | undefined {
  return things.find((thing) => thingWords[thing].test(value))
}

/** The beginning of the day that a `before:` or `after:` names, by this device's clock: 2026-05-01, 2026-05, 1.5.2026. */
export function dayOf(value: string): number | null {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(value)
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value)
  const parts = iso === null ? dotted?.slice(1).toReversed() : [iso[1], iso[2], iso[3] ?? '1']
  if (parts === undefined) return null
  const [year = 0, month = 0, day = 0] = parts.map(Number)
  const date = new Date(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null
}

const part = /(?<![\p{L}\p{N}])(\p{L}+):(?:"([^"]*)"|([^\s"]+))/gu

/** The filters inside of a query, and the words that are left. */
export function splitQuery(query: string): { filters: Filter[]; words: string } {
  const filters: Filter[] = []
  const rest = query.replace(part, (whole, word: string, quoted: string | undefined, bare: string | undefined) => {
    const name = known[word.toLowerCase()]
    const value = (quoted ?? bare ?? '').trim()
    if (name === undefined || value === '') return whole
    if ((name === 'before' || name === 'after') && dayOf(value) === null) return whole
    filters.push({ name, value })
    return ' '
  })
  return { filters, words: rest.replace(/\s+/g, ' ').trim() }
}

/** A query with one filter set, changed or taken away. */
export function withFilter(query: string, name: FilterName, value: string | null): string {
  const { filters, words } = splitQuery(query)
  const others = filters.filter((one) => one.name !== name)
  return withWords(value === null ? others : [...others, { name, value }], words)
}

/** A query of these filters and words. */
export function withWords(filters: readonly Filter[], words: string): string {
  const written = filters.map((one) => `${one.name}:${/\s/.test(one.value) ? `"${one.value}"` : one.value}`)
  return [...written, words].join(' ').trim()
}
