let graphemes: Intl.Segmenter | undefined

/** The first letter of a word as people see it: a whole grapheme. */
function first(word: string | undefined): string {
  if (!word) return ''
  graphemes ??= new Intl.Segmenter()
  for (const { segment } of graphemes.segment(word)) return segment
  return ''
}

/** First letters of the first word and the last. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')
  return letters.toLocaleUpperCase()
}

/** Which of the hues a person has: stable for the id, even over ids. */
export function hueOf(id: string, hues = 6): number {
  let hash = 2_166_136_261
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619)
  return (hash >>> 0) % hues
}
