import { MAX_OPTIONS } from '@soroka/protocol/records'

export interface Option {
  key: number
  text: string
}

export const longestOption = 100
/** What is read of a paste: more lines than this are no answers that somebody wrote. */
const pasted = 50_000

export const emptyOptions: Option[] = [
  { key: 0, text: '' },
  { key: 1, text: '' },
]

/** The answers that stand there. */
export function written(options: readonly Option[]): string[] {
  return options.map(({ text }) => text.trim()).filter((text) => text !== '')
}

/** Whether two answers are the same. */
export function repeats(options: readonly Option[]): boolean {
  const answers = written(options)
  return new Set(answers).size < answers.length
}

/** An empty field for one more is always there until there are enough. */
function withRoom(options: Option[]): Option[] {
  if (options.length >= MAX_OPTIONS || options.some(({ text }) => text === '')) return options
  return [...options, { key: Math.max(...options.map(({ key }) => key)) + 1, text: '' }]
}

export function changeOption(options: readonly Option[], key: number, text: string): Option[] {
  return withRoom(options.map((option) => (option.key === key ? { key, text } : option)))
}

/**
 * A pasted list: each line is an answer, from this field on.
 * @returns null when it is one line, which the field takes by itself; `dropped`: lines that found no room
 */
export function pasteOptions(
  options: readonly Option[],
  key: number,
  pastedText: string,
): { options: Option[]; dropped: number } | null {
  const lines = pastedText
    .slice(0, pasted)
    .split(/[\r\n]+/u)
    .map((line) => line.replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s+/u, '').trim())
    .filter((line) => line !== '')
  if (lines.length < 2) return null
  const at = options.findIndex((option) => option.key === key)
  const before = options.slice(0, at)
  const after = options.slice(at).filter(({ text }, index) => index > 0 && text !== '')
  const room = MAX_OPTIONS - before.length - after.length
  const taken = lines.slice(0, room)
  let next = Math.max(...options.map((option) => option.key))
  const fresh = taken.map((line, index) => ({
    key: index === 0 ? key : ++next,
    text: Array.from(line).slice(0, longestOption).join('').slice(0, longestOption).toWellFormed(),
  }))
  return { options: withRoom([...before, ...fresh, ...after]), dropped: lines.length - taken.length }
}
