import { addRange, hasPosition, type Ranges } from '../indexeddb/ranges.ts'
import { type Answer, find, type Question } from './find.ts'
import type { IndexState } from './search-store.ts'
import { mergeSlowly } from './merge-segments.ts'
import { buildSegment, type Doc, MOST_DOCS, type Segment } from './segment.ts'
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

  /**
   * Makes a segment of the tail, and new ones of those in which somebody died or that are many and small; in small steps.
   * Not twice at once. @returns what is to be written, until `saved` says that it was
   */
  async settle(breathe: () => Promise<void>): Promise<{ fresh: Map<number, Segment>; state: IndexState }> {
    this.changed = false
    // As it was when the tail was cut: what is covered later is in a later tail.
    const covered = Object.fromEntries(this.#covered)
    if (this.#tail.size > 0) this.#add(buildSegment([...this.#tail.values()]))
    this.#tail.clear()
    this.#tailSegment = undefined
    for (const [n, segment] of [...this.#segments].filter(([, { deaths }]) => deaths > 0))
      await this.#replace([[n, segment]], breathe)
    const small = [...this.#segments].filter(([, { size }]) => size < SMALL).sort(([, a], [, b]) => a.size - b.size)
    let size = 0
    const taken = small.filter(([, segment]) => (size += segment.size) <= MOST_DOCS)
    if (small.length >= MANY) await this.#replace(taken, breathe)
    return { fresh: new Map(this.#unsaved), state: { form: FORM, segments: [...this.#segments.keys()], covered } }
  }

  saved(written: ReadonlyMap<number, Segment>): void {
    for (const n of written.keys()) this.#unsaved.delete(n)
  }

  async #replace(old: readonly (readonly [number, Segment])[], breathe: () => Promise<void>): Promise<void> {
    const merged = await mergeSlowly(
      old.map(([, segment]) => segment),
      breathe,
    )
    for (const [n] of old) {
      this.#segments.delete(n)
      this.#unsaved.delete(n)
    }
    this.#add(merged)
  }

  #add(segment: Segment): void {
    if (segment.size === 0) return
    this.#segments.set(this.#next, segment)
    this.#unsaved.set(this.#next++, segment)
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
