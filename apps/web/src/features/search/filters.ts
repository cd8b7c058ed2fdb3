export const filterNames = ['from', 'in', 'has', 'before', 'after'] as const
export type FilterName = (typeof filterNames)[number]

export interface Filter {
  name: FilterName
  value: string
}

const filter = /(?:^|\s)(from|in|has|before|after):(?:"([^"]*)"|(\S+))/g

/** The filters inside of a query, and the words that are left. */
export function splitQuery(query: string): { filters: Filter[]; words: string } {
  const filters = [...query.matchAll(filter)].map((match) => ({
    name: match[1] as FilterName,
    value: match[2] ?? match[3] ?? '',
  }))
  return { filters, words: query.replace(filter, ' ').replace(/\s+/g, ' ').trim() }
}

/** A query with one filter set, changed or taken away. */
export function withFilter(query: string, name: FilterName, value: string | null): string {
  const { filters, words } = splitQuery(query)
  const others = filters.filter((one) => one.name !== name)
  const all = value === null ? others : [...others, { name, value }]
  const written = all.map((one) => `${one.name}:${/\s/.test(one.value) ? `"${one.value}"` : one.value}`)
  return [...written, words].join(' ').trim()
}
