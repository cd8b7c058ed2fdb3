import { stemOf, wordsOf } from './words.ts'

/** Where a text has the words that were looked for: start and length in UTF-16 units. */
export function rangesIn(
  text: string,
  words: readonly string[],
  open: boolean,
  meant: readonly string[][],
): [number, number][] {
  const stems = new Set(words.map(stemOf))
  const forms = new Set([...words, ...meant.flat()])
  for (const form of meant.flat()) stems.add(stemOf(form))
  const last = open ? words.at(-1) : undefined
  return wordsOf(text).flatMap(({ form, at, length }): [number, number][] => {
    const hit = forms.has(form) || stems.has(stemOf(form)) || (last !== undefined && form.startsWith(last))
    return hit ? [[at, length]] : []
  })
}

/** Whether the words stand in the text one after the other, as they were typed. */
export function hasPhrase(text: string, words: readonly string[], open: boolean): boolean {
  const forms = wordsOf(text).map(({ form }) => form)
  const isAt = (from: number) =>
    words.every((word, i) => {
      const form = forms[from + i]
      return form === word || (open && i === words.length - 1 && form?.startsWith(word) === true)
    })
  return forms.some((_, from) => isAt(from))
}
