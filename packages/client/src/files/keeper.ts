import type { ChatId, FileId, MsgId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { Platform } from '../platform/platform.ts'
import type { Shelf } from '../platform/shelf.ts'
import type { FilesApi, StoredFiles } from '../types.ts'
import { type FileRow, fileRow } from './file-rows.ts'

interface Deps {
  db: AccountDb
  shelf: Shelf
  room: Platform['room']
  now(): number
}

/** What kept files may fill: this much, or this part of the device's room when that is less. */
const MOST = 1024 ** 3
const PART = 0.2
/** What lies on the shelf without a row is being written, unless it is this old (ms). */
const WRITING = 24 * 3_600_000
/** A look is noted this often (ms). */
const NOTED = 60_000

/**
 * Files that stay on this device for the next look, sealed as the server has them: what opens them stands in the sealed body of
 * their message and goes with it. Those that were not looked at for longest go first.
 */
export class Keeper {
  readonly #deps: Deps
  /** Bytes that are kept, as far as this tab knows. */
  #total: number | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The sealed bytes, or null when they are not here. */
  async find(id: FileId, bytes: number): Promise<Blob | null> {
    const { db, shelf, now } = this.#deps
    const row = fileRow.safeParse(await db.get('files', id))
    if (!row.success || row.data.bytes !== bytes) return null
    const blob = await shelf.get(id)
    if (blob?.size !== bytes) {
      if (row.data.waiting === undefined) await this.drop(id)
      return null
    }
    if (now() - row.data.usedAt > NOTED) await db.put('files', { ...row.data, usedAt: now() })
    return blob
  }

  /** It lies on the shelf now. */
  async keep(row: Omit<FileRow, 'usedAt'>): Promise<void> {
    await this.#deps.db.put('files', { ...row, usedAt: this.#deps.now() })
    const { room } = this.#deps
    const most = Math.min(MOST, ((await room().catch(() => null)) ?? Number.POSITIVE_INFINITY) * PART)
    this.#total = (this.#total ?? (await this.#sum())) + row.bytes
    if (this.#total > most) await this.#shrink(most)
  }

  async drop(id: FileId): Promise<void> {
    await this.#deps.db.delete('files', id)
    await this.#deps.shelf.remove(id)
    this.#total = undefined
  }

  async stored({ before = Number.POSITIVE_INFINITY }: { before?: number } = {}): Promise<StoredFiles[]> {
    const chats = new Map<ChatId, StoredFiles>()
    for (const { chat, bytes, at, waiting } of await this.#rows()) {
      if (at >= before) continue
      const entry = chats.get(chat) ?? { chat, bytes: 0, files: 0, waiting: 0 }
      entry.bytes += bytes
      entry.files++
      if (waiting !== undefined) entry.waiting += bytes
      chats.set(chat, entry)
    }
    return [...chats.values()].sort((a, b) => b.bytes - a.bytes)
  }

  /** Takes from this device what the server has. */
  async clear({ chat, before, unusedSince }: Parameters<FilesApi['clear']>[0]): Promise<void> {
    for (const { id, waiting, ...row } of await this.#rows()) {
      if (waiting !== undefined) continue
      if (chat !== undefined && row.chat !== chat) continue
      if (before !== undefined && row.at >= before) continue
      if (unusedSince !== undefined && row.usedAt >= unusedSince) continue
      await this.drop(id)
    }
  }

  /** Files go with their messages: deleted, expired, or with the whole chat (R13, R16). */
  async sweep(chat: ChatId): Promise<void> {
    const rows = await this.#deps.db.getAllFromIndex('files', 'byChat', chat)
    for (const { id, message, waiting } of rows)
      if (waiting === undefined && !(await this.#stands(chat, message))) await this.drop(id)
  }

  /** What a crash left: bytes without a row, and rows without a message. */
  async tidy(): Promise<void> {
    const { db, shelf, now } = this.#deps
    for (const { name, at } of await shelf.list())
      if (at < now() - WRITING && (await db.get('files', name as FileId)) === undefined) await shelf.remove(name)
    for (const chat of new Set((await this.#rows()).map((row) => row.chat))) await this.sweep(chat)
  }

  async #stands(chat: ChatId, message: MsgId): Promise<boolean> {
    const rows = await this.#deps.db.getAllFromIndex('messages', 'byId', [chat, message])
    return rows.some((row) => row.erased !== true && row.body !== undefined)
  }

  async #shrink(most: number): Promise<void> {
    const rows = (await this.#rows()).filter((row) => row.waiting === undefined).sort((a, b) => a.usedAt - b.usedAt)
    let total = await this.#sum()
    for (const { id, bytes } of rows) {
      if (total <= most) break
      await this.drop(id)
      total -= bytes
    }
    this.#total = total
  }

  async #sum(): Promise<number> {
    return (await this.#rows()).reduce((sum, { bytes }) => sum + bytes, 0)
  }

  async #rows(): Promise<FileRow[]> {
    const rows: FileRow[] = []
    for (const value of await this.#deps.db.getAll('files')) {
      const parsed = fileRow.safeParse(value)
      if (parsed.success) rows.push(parsed.data)
    }
    return rows
  }
}
