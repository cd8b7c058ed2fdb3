import { addRange, hasPosition, type Ranges } from '../indexeddb/ranges.ts'
import { type Answer, find, type Question } from './find.ts'
import type { IndexState } from './search-store.ts'
import { buildSegment, type Doc, mergeSegments, MOST_DOCS, type Segment } from './segment.ts'
import { FORM } from './segment-bytes.ts'

/** Messages that are kept as they came until they become a segment. */
export const TAIL = 512
/** So many small segments become one. */
const MANY = 8
const SMALL = 4_096

/** The index in memory: what changed last in a tail, the rest in segments. */
export class SearchIndex {
  readonly #segments = new Map<number, Segment>()
  readonly #tail = new Map<string, Doc>()
  readonly #covered = new Map<string, Ranges>()
  /** Messages that were indexed before their stretch of the log was looked at. */
  readonly #ahead = new Set<string>()
  /** Segments that are not on the disk yet. */
  readonly #unsaved = new Map<number, Segment>()
  #tailSegment: Segment | undefined
  #next = 1
  /** Something is not on the disk yet. */
  changed = false

  restore(segments: ReadonlyMap<number, Segment>, state: IndexState): void {
    for (const [chat, ranges] of Object.entries(state.covered)) this.#covered.set(chat, ranges)
    for (const [n, segment] of segments) {
      this.#segments.set(n, segment)
      this.#next = Math.max(this.#next, n + 1)
      for (let i = 0; i < segment.size; i++) {
        const [chat, seq] = [segment.chats[segment.chatOf[i] ?? 0] ?? '', segment.seqs[i] ?? 0]
        if (!this.covers(chat, seq)) this.#ahead.add(keyOf(chat, seq))
      }
    }
  }

  get tailSize(): number {
    return this.#tail.size
  }

  coveredOf(chat: string): Ranges {
    return this.#covered.get(chat) ?? []
  }

  covers(chat: string, seq: number): boolean {
    return hasPosition(this.coveredOf(chat), seq)
  }

  /** A stretch of the log was looked at. Its messages were not here, or were put ahead and stand as they are. */
  cover(chat: string, from: number, to: number, docs: readonly Doc[]): void {
    for (const doc of docs) {
      const key = keyOf(chat, doc.seq)
      if (!this.#ahead.delete(key)) this.#tail.set(key, doc)
    }
    this.#covered.set(chat, addRange(this.coveredOf(chat), from, to))
    this.#touched()
  }

  /** One message as it is now. */
  put(doc: Doc): void {
    this.#drop(doc.chat, doc.seq)
    this.#tail.set(keyOf(doc.chat, doc.seq), doc)
    if (!this.covers(doc.chat, doc.seq)) this.#ahead.add(keyOf(doc.chat, doc.seq))
    this.#touched()
  }

  remove(chat: string, seq: number): void {
    if (this.#drop(chat, seq)) this.#touched()
  }

  /** All that fit go. */
  removeWhere(condemned: (chat: string, seq: number) => boolean): void {
    let gone = 0
    for (const [key, { chat, seq }] of this.#tail) if (condemned(chat, seq) && this.#tail.delete(key)) gone++
    for (const segment of this.#segments.values()) gone += segment.killWhere(condemned)
    if (gone > 0) this.#touched()
  }

  /** Chats that are here no more are forgotten whole. */
  keepChats(chats: ReadonlySet<string>): void {
    for (const chat of this.#covered.keys()) if (!chats.has(chat)) this.#covered.delete(chat)
    this.removeWhere((chat) => !chats.has(chat))
  }

  find(question: Question): Answer {
    this.#tailSegment ??= buildSegment([...this.#tail.values()])
    return find([...this.#segments.values(), this.#tailSegment], question)
  }

  /** Makes segments of the tail, without the dead. @returns what is to be written, until `saved` says that it was */
  settle(): { fresh: Map<number, Segment>; state: IndexState } {
    const fresh = this.#unsaved
    const add = (segment: Segment) => {
      if (segment.size === 0) return
      this.#segments.set(this.#next, segment)
      fresh.set(this.#next++, segment)
    }
    for (const [n, segment] of this.#segments) {
      if (segment.deaths === 0) continue
      this.#segments.delete(n)
      fresh.delete(n)
      add(mergeSegments([segment]))
    }
    if (this.#tail.size > 0) add(buildSegment([...this.#tail.values()]))
    this.#tail.clear()
    this.#tailSegment = undefined
    const merged = this.#mergeSmall(fresh)
    if (merged !== null) add(merged)
    this.changed = false
    const covered = Object.fromEntries(this.#covered)
    return { fresh: new Map(fresh), state: { form: FORM, segments: [...this.#segments.keys()], covered } }
  }

  saved(written: ReadonlyMap<number, Segment>): void {
    for (const n of written.keys()) this.#unsaved.delete(n)
  }

  #mergeSmall(fresh: Map<number, Segment>): Segment | null {
    const small = [...this.#segments].filter(([, { size }]) => size < SMALL)
    if (small.length < MANY) return null
    const taken: Segment[] = []
    let size = 0
    for (const [n, segment] of small.sort(([, a], [, b]) => a.size - b.size)) {
      if (size + segment.size > MOST_DOCS) break
      size += segment.size
      taken.push(segment)
      this.#segments.delete(n)
      fresh.delete(n)
    }
    return mergeSegments(taken)
  }

  #drop(chat: string, seq: number): boolean {
    const key = keyOf(chat, seq)
    const ahead = this.#ahead.delete(key)
    if (this.#tail.delete(key)) return true
    if (!ahead && !this.covers(chat, seq)) return false
    return [...this.#segments.values()].some((segment) => segment.kill(chat, seq))
  }

  #touched(): void {
    this.#tailSegment = undefined
    this.changed = true
  }
}

const keyOf = (chat: string, seq: number) => `${chat} ${seq}`
