import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemRussian } from '@orama/stemmers/russian'

/** A word of a text: as it is looked for, and where it stands (UTF-16 units). */
export interface Word {
  form: string
  at: number
  length: number
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const MARKS = /\p{M}/gu
/** Of a word that is longer, only the beginning counts. */
const LONGEST = 48
const REMEMBERED = 30_000

/** The words of a text in their order. Case, accents and ё make no difference; й is a letter of its own. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(WORD))
    words.push({ form: fold(match[0]), at: match.index, length: match[0].length })
  return words
}

/** A word without case and accents. */
export function fold(word: string): string {
  const lower = word.toLowerCase()
  if (/^[a-z0-9а-я]*$/.test(lower)) return lower.slice(0, LONGEST)
  const bare = lower
    .normalize('NFD')
    .replace(MARKS, (mark, at: number, whole: string) => (mark === '\u0306' && whole[at - 1] === 'и' ? mark : ''))
  return bare.normalize('NFC').slice(0, LONGEST)
}

const stems = new Map<string, string>()

/** What the forms of a word have in common (Snowball). Words of other alphabets, and numbers, are their own. */
export function stemOf(form: string): string {
  const known = stems.get(form)
  if (known !== undefined) return known
  if (stems.size >= REMEMBERED) stems.clear()
  const stem = /^[а-я]+$/.test(form) ? stemRussian(form) : /^[a-z]+$/.test(form) ? stemEnglish(form) : form
  stems.set(form, stem)
  return stem
}

/** Whether one wrong, missing, additional or swapped letter makes one of the other. */
export function isOneTypoApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let i = 0
  while (i < short.length && short[i] === long[i]) i++
  if (short.length !== long.length) return short.slice(i) === long.slice(i + 1)
  if (i === short.length) return true
  if (short.slice(i + 1) === long.slice(i + 1)) return true
  const swapped = short[i] === long[i + 1] && short[i + 1] === long[i]
  return swapped && short.slice(i + 2) === long.slice(i + 2)
}
