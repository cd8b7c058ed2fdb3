import type { ChatId } from '@soroka/protocol'
import { RecordError, utf8Decode } from '@soroka/protocol/bytes'
import type { ShapeName } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { type MessageRow, messageRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { MessageRef } from '../messages/affected.ts'
import { isGenuine, isMessage, judge } from '../messages/annotations.ts'
import { bodyPlace } from '../messages/bodies.ts'
import { shapeOf } from '../files/attachment-view.ts'
import { type Content, readContent } from '../messages/read-body.ts'
import type { Hidden } from '../vault/chat-flags.ts'
import { type Doc, HAS } from './segment.ts'
import { wordsOf } from './words.ts'

interface Deps {
  db: AccountDb
  vault: Vault
  personal(chat: ChatId): Promise<Hidden>
  now(): number
}

/** What the shapes of files count as; stickers are no files to anybody who looks for one. */
const BITS: Partial<Record<ShapeName, number>> = {
  photo: HAS.photo,
  gif: HAS.photo,
  video: HAS.video,
  round: HAS.video,
  document: HAS.file,
  audio: HAS.file,
  voice: HAS.voice,
}

const LINK = /https?:\/\/\S/i

/** Makes what is indexed out of rows. Bodies are opened past the cache of the screens: each is needed once. */
export class DocReader {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** A stretch of the log, without a look at what was said about it later: edits of it were indexed before. */
  async stretch(chat: ChatId, from: number, to: number): Promise<Doc[]> {
    const rows = await this.#deps.db.getAll('messages', IDBKeyRange.bound([chat, from], [chat, to]))
    const gone = await this.#deps.personal(chat)
    const docs = await Promise.all(rows.filter((row) => this.#belongs(row, gone)).map((row) => this.#doc(row, row)))
    return docs.filter((doc) => doc !== null)
  }

  /** Messages as they are now, with their edits; `doc` is null for what is not to be found. */
  async current(chat: ChatId, ref: MessageRef): Promise<{ seq: number; doc: Doc | null }[]> {
    const { store } = this.#deps.db.transaction('messages')
    const rows =
      typeof ref === 'string' ? await store.index('byId').getAll([chat, ref]) : [await store.get([chat, ref])]
    const gone = await this.#deps.personal(chat)
    const found: { seq: number; doc: Doc | null }[] = []
    for (const row of rows) {
      if (row === undefined || row.seq >= PENDING) continue
      const about =
        row.id === undefined ? [] : await this.#deps.db.getAllFromIndex('messages', 'byTarget', [chat, row.id])
      const { deletion, edits } = judge(row, about)
      const stays = deletion === undefined && this.#belongs(row, gone)
      const version = edits.filter((edit) => edit.seq < PENDING).at(-1) ?? row
      found.push({ seq: row.seq, doc: stays ? await this.#doc(row, version) : null })
    }
    if (found.length === 0 && typeof ref === 'number') found.push({ seq: ref, doc: null })
    return found
  }

  #belongs(row: MessageRow, gone: Hidden): boolean {
    if (!messageRow.safeParse(row).success || row.seq >= PENDING || !isMessage(row) || !isGenuine(row)) return false
    if (row.seq <= gone.clearedTo || (row.id !== undefined && gone.ids.has(row.id))) return false
    return row.expiresAt === undefined || row.expiresAt > this.#deps.now()
  }

  async #doc(row: MessageRow, version: MessageRow): Promise<Doc | null> {
    const [own, shown] = await Promise.all([this.#open(row), version === row ? null : this.#open(version)])
    if (own === null) return null
    const { poll, preview, attachments = [] } = own.options
    const text = shown?.text ?? own.text
    const names = attachments.map(({ name }) => name)
    const words = wordsOf([text, ...(poll?.options ?? []), ...names].join('\n'))
    const link = LINK.test(text) || preview !== undefined ? HAS.link : 0
    const has = attachments.reduce(
      (bits, { shape }) => bits | (BITS[shapeOf(shape)] ?? 0),
      link | (poll === undefined ? 0 : HAS.poll),
    )
    const forms = [...new Set(words.map(({ form }) => form))]
    return { chat: row.chat, seq: row.seq, at: row.at, sender: row.sender ?? '', has, forms }
  }

  async #open(row: MessageRow): Promise<Content | null> {
    const plain = row.body === undefined ? null : await this.#deps.vault.open(bodyPlace(row), row.body)
    if (plain === null) return null
    if (row.form === undefined) return { text: utf8Decode(plain), options: {} }
    try {
      return readContent(row.kind ?? 0, plain)
    } catch (error) {
      if (error instanceof RecordError) return null
      throw error
    }
  }
}
