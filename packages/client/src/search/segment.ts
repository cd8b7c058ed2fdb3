import { stemOf } from './words.ts'

/** A message as the index knows it. */
export interface Doc {
  chat: string
  seq: number
  at: number
  sender: string
  /** Bits of HAS. */
  has: number
  /** Each word of it once, folded. */
  forms: readonly string[]
}

/** What a message may have, beside words. */
export const HAS = { link: 1, poll: 2, photo: 4, video: 8, file: 16, voice: 32 } as const
export type Thing = keyof typeof HAS

/** Stems stand among the forms with this sign before them. */
export const STEM = '\u0001'

/** Documents of one segment: their numbers fit two bytes. */
export const MOST_DOCS = 8_192

/**
 * A part of the index that doesn't change, except that messages die in it: the words in order, and for each the numbers of
 * the messages that have it. 100,000 messages make about twenty of these, in some ten megabytes (ADR 0009).
 */
export class Segment {
  readonly terms: readonly string[]
  /** Where the postings of each term begin; one more than there are terms. */
  readonly starts: Uint32Array
  readonly postings: Uint16Array
  readonly chats: readonly string[]
  readonly senders: readonly string[]
  readonly chatOf: Uint16Array
  readonly senderOf: Uint16Array
  readonly seqs: Float64Array
  readonly times: Float64Array
  readonly has: Uint8Array
  /** 1: deleted, or indexed anew elsewhere. */
  readonly dead: Uint8Array
  deaths = 0

  constructor(parts: SegmentParts) {
    this.terms = parts.terms
    this.starts = parts.starts
    this.postings = parts.postings
    this.chats = parts.chats
    this.senders = parts.senders
    this.chatOf = parts.chatOf
    this.senderOf = parts.senderOf
    this.seqs = parts.seqs
    this.times = parts.times
    this.has = parts.has
    this.dead = new Uint8Array(parts.seqs.length)
  }

  /** All messages, the dead ones too. */
  get size(): number {
    return this.seqs.length
  }

  get live(): number {
    return this.size - this.deaths
  }

  /** Where a term stands or would stand. */
  place(term: string): number {
    let low = 0
    let high = this.terms.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.terms[middle] ?? '') < term) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Marks the messages that have the term number `n`. */
  mark(n: number, into: Uint8Array): void {
    const end = this.starts[n + 1] ?? 0
    for (let i = this.starts[n] ?? 0; i < end; i++) into[this.postings[i] ?? 0] = 1
  }

  /** @returns whether it was here and alive */
  kill(chat: string, seq: number): boolean {
    const of = this.chats.indexOf(chat)
    if (of < 0) return false
    for (let n = 0; n < this.size; n++) {
      if (this.seqs[n] !== seq || this.chatOf[n] !== of || this.dead[n] === 1) continue
      this.killNumber(n)
      return true
    }
    return false
  }

  /** Nothing for a number that isn't here. */
  killNumber(n: number): void {
    if (this.dead[n] !== 0) return
    this.dead[n] = 1
    this.deaths++
  }

  /** @returns how many died */
  killWhere(condemned: (chat: string, seq: number) => boolean): number {
    const before = this.deaths
    for (let n = 0; n < this.size; n++) {
      if (condemned(this.chats[this.chatOf[n] ?? 0] ?? '', this.seqs[n] ?? 0)) this.killNumber(n)
    }
    return this.deaths - before
  }
}

export interface SegmentParts {
  terms: readonly string[]
  starts: Uint32Array
  postings: Uint16Array
  chats: readonly string[]
  senders: readonly string[]
  chatOf: Uint16Array
  senderOf: Uint16Array
  seqs: Float64Array
  times: Float64Array
  has: Uint8Array
}

/** The first form of a segment: for the newest messages. */
export function buildSegment(docs: readonly Doc[]): Segment {
  const postings = new Map<string, number[]>()
  const put = (term: string, n: number) => {
    const list = postings.get(term)
    if (list === undefined) postings.set(term, [n])
    else if (list.at(-1) !== n) list.push(n)
  }
  const meta = new Meta(docs.length)
  for (const [n, doc] of docs.entries()) {
    meta.put(n, doc.chat, doc.sender, doc.seq, doc.at, doc.has)
    for (const form of doc.forms) {
      put(form, n)
      put(STEM + stemOf(form), n)
    }
  }
  return assemble(meta, postings)
}

/** What is known of each message beside its words. */
export class Meta {
  readonly chats = new Names()
  readonly senders = new Names()
  readonly chatOf: Uint16Array
  readonly senderOf: Uint16Array
  readonly seqs: Float64Array
  readonly times: Float64Array
  readonly has: Uint8Array

  constructor(size: number) {
    this.chatOf = new Uint16Array(size)
    this.senderOf = new Uint16Array(size)
    this.seqs = new Float64Array(size)
    this.times = new Float64Array(size)
    this.has = new Uint8Array(size)
  }

  put(n: number, chat: string, sender: string, seq: number, at: number, has: number): void {
    this.chatOf[n] = this.chats.number(chat)
    this.senderOf[n] = this.senders.number(sender)
    this.seqs[n] = seq
    this.times[n] = at
    this.has[n] = has
  }

  parts() {
    const { chatOf, senderOf, seqs, times, has } = this
    return { chats: this.chats.list(), senders: this.senders.list(), chatOf, senderOf, seqs, times, has }
  }
}

class Names {
  readonly #numbers = new Map<string, number>()

  number(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.#numbers.size)
    return this.#numbers.size - 1
  }

  list(): string[] {
    return [...this.#numbers.keys()]
  }
}

function assemble(meta: Meta, lists: ReadonlyMap<string, readonly number[]>): Segment {
  const terms = [...lists.keys()].sort()
  const starts = new Uint32Array(terms.length + 1)
  for (const [i, term] of terms.entries()) starts[i + 1] = (starts[i] ?? 0) + (lists.get(term)?.length ?? 0)
  const postings = new Uint16Array(starts.at(-1) ?? 0)
  for (const [i, term] of terms.entries()) postings.set(lists.get(term) ?? [], starts[i])
  return new Segment({ terms, starts, postings, ...meta.parts() })
}
