import { HAS, type Segment, STEM, type Thing } from './segment.ts'
import { isOneTypoApart, stemOf } from './words.ts'

/** What is looked for, once names were turned into ids. Survives structured clone: another tab may ask. */
export interface Question {
  /** Folded; all of them must be there. */
  words: string[]
  /** The last word may go on. */
  open: boolean
  chats?: string[]
  senders?: string[]
  has: Thing[]
  /** Milliseconds since 1970: from `after` on, below `before`. */
  after?: number
  before?: number
  /** Of the newest hits: how many. */
  most: number
}

export interface Found {
  chat: string
  seq: number
}

export interface Answer {
  /** Newest first. */
  found: Found[]
  /** Of all hits: how many. */
  total: number
  /** For each word that nobody wrote so, the words that were meant. */
  meant: string[][]
}

/** Shorter words have too many neighbours. */
const TYPO_FROM = 5
const MOST_MEANT = 12

/** Looks through all segments. */
export function find(segments: readonly Segment[], question: Question): Answer {
  const meant = question.words.map((word, i) =>
    segments.some((segment) => knows(segment, word, i, question)) ? [] : neighbours(segments, word),
  )
  const fitting = segments.flatMap((segment) => {
    const fits = matches(segment, question, meant)
    return fits === null ? [] : { segment, fits }
  })
  const times = new Float64Array(fitting.reduce((sum, { fits }) => sum + count(fits), 0))
  let next = 0
  for (const { segment, fits } of fitting)
    for (let n = 0; n < fits.length; n++) if (fits[n] === 1) times[next++] = segment.times[n] ?? 0
  // Only those that are shown become objects.
  times.sort()
  const oldest = times[Math.max(0, times.length - question.most)] ?? 0
  const hits: (Found & { at: number })[] = []
  for (const { segment, fits } of fitting) {
    for (let n = 0; n < fits.length; n++) {
      const at = segment.times[n] ?? 0
      if (fits[n] !== 1 || at < oldest) continue
      hits.push({ at, chat: segment.chats[segment.chatOf[n] ?? 0] ?? '', seq: segment.seqs[n] ?? 0 })
    }
  }
  hits.sort((a, b) => b.at - a.at || b.seq - a.seq)
  return { found: hits.slice(0, question.most).map(({ chat, seq }) => ({ chat, seq })), total: times.length, meant }
}

function count(fits: Uint8Array): number {
  let sum = 0
  for (let n = 0; n < fits.length; n++) sum += fits[n] ?? 0
  return sum
}

/** 1 for each message of the segment that fits; null: none. */
function matches(segment: Segment, question: Question, meant: readonly string[][]): Uint8Array | null {
  const fits = new Uint8Array(segment.size)
  if (!filter(segment, question, fits)) return null
  for (const [i, word] of question.words.entries()) {
    const has = new Uint8Array(segment.size)
    markWord(segment, word, question.open && i === question.words.length - 1, has)
    for (const other of meant[i] ?? []) markWord(segment, other, false, has)
    let any = false
    for (let n = 0; n < fits.length; n++) {
      fits[n] = (fits[n] ?? 0) & (has[n] ?? 0)
      any ||= fits[n] === 1
    }
    if (!any) return null
  }
  return fits
}

function filter(segment: Segment, question: Question, fits: Uint8Array): boolean {
  const chats = numbers(segment.chats, question.chats)
  const senders = numbers(segment.senders, question.senders)
  if (chats?.size === 0 || senders?.size === 0) return false
  const { after = 0, before = Number.POSITIVE_INFINITY } = question
  const wanted = question.has.reduce((bits, name) => bits | HAS[name], 0)
  let any = false
  for (let n = 0; n < segment.size; n++) {
    const at = segment.times[n] ?? 0
    if (segment.dead[n] === 1 || at < after || at >= before) continue
    if (((segment.has[n] ?? 0) & wanted) !== wanted) continue
    if (chats !== null && !chats.has(segment.chatOf[n] ?? 0)) continue
    if (senders !== null && !senders.has(segment.senderOf[n] ?? 0)) continue
    fits[n] = 1
    any = true
  }
  return any
}

/** Null: any will do. */
function numbers(names: readonly string[], wanted: readonly string[] | undefined): Set<number> | null {
  if (wanted === undefined) return null
  const set = new Set(wanted)
  return new Set(names.flatMap((name, i) => (set.has(name) ? i : [])))
}

/** The word itself, its other forms, and what begins with it if it may go on. */
function markWord(segment: Segment, word: string, open: boolean, into: Uint8Array): void {
  const stem = STEM + stemOf(word)
  const at = segment.place(stem)
  if (segment.terms[at] === stem) segment.mark(at, into)
  for (let i = segment.place(word); i < segment.terms.length; i++) {
    const term = segment.terms[i] ?? ''
    if (open ? !term.startsWith(word) : term !== word) break
    segment.mark(i, into)
  }
}

function knows(segment: Segment, word: string, i: number, question: Question): boolean {
  const stem = STEM + stemOf(word)
  if (segment.terms[segment.place(stem)] === stem) return true
  const next = segment.terms[segment.place(word)] ?? ''
  return question.open && i === question.words.length - 1 ? next.startsWith(word) : next === word
}

/** Words of the index that are one typo away. */
function neighbours(segments: readonly Segment[], word: string): string[] {
  const near = new Set<string>()
  if (word.length < TYPO_FROM) return []
  for (const { terms } of segments)
    for (const term of terms) {
      if (term.length < word.length - 1 || term.length > word.length + 1 || near.has(term)) continue
      if (!term.startsWith(STEM) && isOneTypoApart(word, term)) near.add(term)
      if (near.size === MOST_MEANT) return [...near]
    }
  return [...near]
}
