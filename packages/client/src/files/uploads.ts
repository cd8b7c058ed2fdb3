import { type ChatId, type ErrorCode, type FileId, type MsgId, SorokaError } from '@soroka/protocol'
import { toSorokaError } from '../api/api-errors.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { PENDING } from '../indexeddb/rows.ts'
import { isPermanent } from '../outbox/refusals.ts'
import type { Shelf } from '../platform/shelf.ts'
import { backoff } from '../websocket/backoff.ts'
import { WakeableSleep } from '../websocket/wakeable-sleep.ts'
import { type FileRow, fileRow } from './file-rows.ts'
import type { UploadProgress } from './progress.ts'
import type { Tus } from './tus.ts'

interface Deps {
  db: AccountDb
  shelf: Shelf
  tus: Tus
  progress: UploadProgress
  now(): number
  random(): number
  /** Files of the message are on the server: it may be its turn. */
  moved(chat: ChatId, message: MsgId): void
  /** A person must decide. */
  refused(chat: ChatId, message: MsgId, code: ErrorCode): Promise<void>
  failed(error: unknown): void
}

interface Job {
  row: FileRow
  stop: AbortController
  pause: WakeableSleep
  /** Bytes that the server had when it had most. */
  most: number
}

const AT_ONCE = 3

/**
 * Brings files to the server from their sealed copies, three at a time, until each is there. Only the leading tab has it
 * running. What is to be done stands in the rows alone, so that it goes on after a crash where it was.
 */
export class Uploads {
  readonly #deps: Deps
  readonly #jobs = new Map<FileId, Job>()
  /** When the upload of a message was begun here. */
  readonly #since = new Map<MsgId, number>()
  #running = false
  #looking: Promise<void> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  start(): void {
    this.#running = true
    this.look()
  }

  stop(): void {
    this.#running = false
    for (const { stop } of this.#jobs.values()) stop.abort()
    this.#since.clear()
  }

  /** Something was queued or taken back, or the network may be there again. */
  look(): void {
    if (!this.#running) return
    for (const { pause } of this.#jobs.values()) pause.wake()
    this.#looking = this.#looking.then(() => this.#look()).catch((error: unknown) => this.#deps.failed(error))
  }

  /** How long the files of a message have been on their way, in ms. */
  age(message: MsgId): number {
    const now = this.#deps.now()
    const since = Math.min(this.#since.get(message) ?? now, now)
    this.#since.set(message, since)
    return now - since
  }

  /** The server says that it doesn't have these: they are brought again from here. False when they are not here. */
  async again(message: MsgId, files: readonly FileId[]): Promise<boolean> {
    const here = await Promise.all(files.map((id) => this.#deps.shelf.get(id)))
    if (here.every((blob) => blob === null)) return false
    await inOne(this.#deps.db, ['files'], async (tx) => {
      for (const [i, id] of files.entries()) {
        const row = fileRow.safeParse(await tx.objectStore('files').get(id))
        if (row.success && here[i] !== null) await tx.objectStore('files').put({ ...row.data, waiting: 2 })
      }
    })
    this.#since.delete(message)
    this.look()
    return true
  }

  async #look(): Promise<void> {
    if (!this.#running) return
    const { db } = this.#deps
    const rows = (await db.getAllFromIndex('files', 'byWaiting')).sort((a, b) => a.at - b.at)
    const wanted = new Set<FileId>()
    for (const value of rows) {
      const parsed = fileRow.safeParse(value)
      if (!parsed.success) continue
      const row = parsed.data
      const state = await this.#stateOf(row)
      if (state === 'gone') await this.#drop(row)
      if (state === 'failed') this.#since.delete(row.message)
      if (state !== 'pending') continue
      wanted.add(row.id)
      if (!this.#jobs.has(row.id) && this.#jobs.size < AT_ONCE) this.#begin(row)
    }
    for (const [id, { stop }] of this.#jobs) if (!wanted.has(id)) stop.abort()
  }

  async #stateOf({ chat, message }: FileRow): Promise<'pending' | 'failed' | 'gone'> {
    const rows = await this.#deps.db.getAllFromIndex('messages', 'byId', [chat, message])
    const waiting = rows.find((row) => row.seq >= PENDING)
    return waiting === undefined || waiting.state === 'sent' ? 'gone' : waiting.state
  }

  /** Its message was taken back. */
  async #drop(row: FileRow): Promise<void> {
    const { db, shelf, tus, progress } = this.#deps
    this.#jobs.get(row.id)?.stop.abort()
    await db.delete('files', row.id)
    await shelf.remove(row.id)
    progress.forget(row.message)
    this.#since.delete(row.message)
    // What the server has of it goes by itself after a day (R20); sooner is kinder.
    if (row.waiting === 2) void tus.remove(row.id).catch((error: unknown) => this.#deps.failed(toSorokaError(error)))
  }

  #begin(row: FileRow): void {
    const job: Job = { row, stop: new AbortController(), pause: new WakeableSleep(), most: 0 }
    this.#jobs.set(row.id, job)
    void this.#run(job)
      .catch((error: unknown) => this.#deps.failed(error))
      .finally(() => {
        this.#jobs.delete(row.id)
        this.look()
      })
  }

  async #run(job: Job): Promise<void> {
    const { row, stop, pause } = job
    const { random, moved, refused } = this.#deps
    this.age(row.message)
    for (let failures = 0; this.#running && !stop.signal.aborted;) {
      try {
        await this.#attempt(job, () => (failures = 0))
        if (!(await this.#mark(row.id, undefined))) return
        this.#tell(row, row.bytes)
        return moved(row.chat, row.message)
      } catch (raw) {
        if (stop.signal.aborted) return
        const error = toSorokaError(raw)
        if (error.code === 'INTERNAL') this.#deps.failed(raw)
        if (isPermanent(error.code)) return await refused(row.chat, row.message, error.code)
        if (error.code === 'SESSION_ENDED' || error.code === 'UNAUTHORIZED') return
        // Without a network the whole app says so.
        if (error.data?.['offline'] !== true) this.#tell(row, job.most, error.code)
        await pause.sleep(backoff(failures++, random))
      }
    }
  }

  #tell({ chat, message, id, bytes: total }: FileRow, sent: number, trouble?: ErrorCode): void {
    const news = { id, sent, total }
    this.#deps.progress.set(chat, message, trouble === undefined ? news : { ...news, trouble })
  }

  /** @param onward bytes came through that hadn't before: the line works */
  async #attempt(job: Job, onward: () => void): Promise<void> {
    const { row, stop } = job
    const { shelf, tus } = this.#deps
    const blob = await shelf.get(row.id)
    if (blob === null || blob.size !== row.bytes) throw new SorokaError('FILE_UNKNOWN', { device: true })
    const fresh = row.waiting === 1
    if (fresh && !(await this.#mark(row.id, 2))) return
    row.waiting = 2
    const sent = (bytes: number) => {
      if (bytes > job.most) onward()
      job.most = Math.max(job.most, bytes)
      this.#tell(row, bytes)
    }
    await tus.upload({ id: row.id, blob, fresh, signal: stop.signal, sent })
  }

  /** False when it was taken back meanwhile. */
  async #mark(id: FileId, waiting: 2 | undefined): Promise<boolean> {
    return await inOne(this.#deps.db, ['files'], async (tx) => {
      const row = fileRow.safeParse(await tx.objectStore('files').get(id))
      if (!row.success) return false
      const { waiting: _, ...kept } = row.data
      await tx.objectStore('files').put(waiting === undefined ? kept : { ...kept, waiting })
      return true
    })
  }
}
