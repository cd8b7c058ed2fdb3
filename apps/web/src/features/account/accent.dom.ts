const key = 'soroka.accent'

/** Their colours stand in theme/accents.css. */
export const accents = ['sheen', 'feather', 'pine', 'rowan', 'berry', 'graphite'] as const
export type Accent = (typeof accents)[number]

export function accent(): Accent {
  return accents.find((one) => one === document.documentElement.dataset['accent']) ?? 'sheen'
}

/** The same attribute that index.html sets before the first paint. */
export function setAccent(chosen: Accent): void {
  document.documentElement.dataset['accent'] = chosen
  localStorage.setItem(key, chosen)
}
