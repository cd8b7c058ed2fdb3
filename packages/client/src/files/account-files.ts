import type { ChatId, FileId, MsgId } from '@soroka/protocol'
import type { Attachment } from '@soroka/protocol/records'
import type { Api, TokenSource } from '../api/api.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { EventHub } from '../events/event-hub.ts'
import { type MessageRow, type OutboxRow, PENDING } from '../indexeddb/rows.ts'
import { failWaiting, listWaiting } from '../outbox/queue.ts'
import type { Platform } from '../platform/platform.ts'
import type { ClientEvent, OutgoingFile } from '../types.ts'
import { Keeper } from './keeper.ts'
import { OpenFiles, type Place } from './open-files.ts'
import { type Sealed, sealOutgoing, unstash } from './outgoing.ts'
import { UploadProgress } from './progress.ts'
import { Tus } from './tus.ts'
import { Uploads } from './uploads.ts'

interface Deps {
  platform: Platform
  baseUrl: string
  db: AccountDb
  user: string
  api: Api
  tokens: TokenSource
  hub(): EventHub
  /** A message may have become ready to go. */
  moved(chat: ChatId): void
  failed(error: unknown): void
}

/** The files of one account in one tab: sealed, brought to the server, kept, opened. */
export class AccountFiles {
  readonly keeper: Keeper
  readonly uploads: Uploads
  readonly progress: UploadProgress
  readonly open: OpenFiles
  /** What the server was found not to keep any more, since this tab was opened. */
  readonly gone = new Set<FileId>()
  readonly #deps: Deps
  readonly #shelf

  constructor(deps: Deps) {
    const { platform, db, hub, baseUrl, tokens, api, failed } = deps
    const shelf = platform.shelf(deps.user)
    const fetch: typeof globalThis.fetch = (input, init) => platform.fetch(input, init)
    const random = () => platform.random()
    this.#deps = deps
    this.#shelf = shelf
    this.progress = new UploadProgress(hub)
    this.keeper = new Keeper({ db, shelf, room: () => platform.room(), now: () => platform.now() })
    const gone = (place: Place, yes: boolean) => this.#found(place, yes)
    this.open = new OpenFiles({
      tell: (file, progress) => hub().tell({ type: 'download', file, progress }),
      api,
      baseUrl,
      fetch,
      random,
      shelf,
      keeper: this.keeper,
      gone,
    })
    this.uploads = new Uploads({
      db,
      shelf,
      tus: new Tus({ baseUrl, fetch, tokens }),
      progress: this.progress,
      now: () => platform.now(),
      random,
      moved: (chat, message) => {
        hub().messages(chat, [message])
        deps.moved(chat)
        // A sticker may wait in another chat for what this message brought.
        listWaiting(db).then((chats) => chats.forEach(deps.moved), failed)
      },
      refused: async (chat, message, code) => {
        await failWaiting(db, chat, message, code)
        hub().messages(chat, [message])
        hub().chat(chat)
        // What was written after it has waited for it.
        deps.moved(chat)
      },
      failed,
    })
  }

  /** Seals files to this device, all or none. */
  seal(files: readonly OutgoingFile[]): Promise<Sealed> {
    return sealOutgoing(this.#shelf, files)
  }

  /** The message that they were sealed for was not written. */
  unseal({ stashed }: Pick<Sealed, 'stashed'>): Promise<void> {
    return unstash(this.#shelf, stashed)
  }

  /** Files that are to be sent again, as new ones: nothing tells that they are the same (R20). */
  async sealAgain(row: MessageRow, attachments: readonly Attachment[]): Promise<Sealed> {
    const again: Sealed = { attachments: [], stashed: [] }
    try {
      for (const attachment of attachments) {
        const place = placeOf(row, attachment)
        const { file, preview, ...about } = attachment
        const one = { shape: 'document', name: about.name, type: about.type } as const
        const blob = await this.open.read({ ...place, file })
        const sealed = await this.seal([
          {
            ...one,
            blob,
            ...(preview === undefined
              ? {}
              : { preview: { ...preview, blob: await this.open.read({ ...place, file: preview.file }) } }),
          },
        ])
        again.stashed.push(...sealed.stashed)
        for (const made of sealed.attachments) again.attachments.push({ ...made, ...about })
      }
      return again
    } catch (error) {
      await this.unseal(again)
      throw error
    }
  }

  /** The server lacks files of a message of mine: false when they are not here either. */
  async again({ chat, id, n }: OutboxRow): Promise<boolean> {
    const row = await this.#deps.db.get('messages', [chat, PENDING + n])
    return await this.uploads.again(id, row?.files ?? [])
  }

  #found({ chat, message, file }: Place, gone: boolean): void {
    if (gone === this.gone.has(file.id)) return
    if (gone) this.gone.add(file.id)
    else this.gone.delete(file.id)
    this.#deps.hub().messages(chat, [message])
  }

  /** This tab leads. */
  start(): void {
    this.uploads.start()
    void this.keeper.tidy().catch(this.#deps.failed)
  }

  heard(event: ClientEvent): void {
    if (event.type === 'uploads') this.progress.heard(event)
  }

  /** Messages of the chat were deleted or have ended. */
  swept(chat: ChatId): void {
    void this.keeper.sweep(chat).catch(this.#deps.failed)
  }
}

/** Where a file of a message is asked for. */
export function placeOf(row: MessageRow, attachment: Attachment) {
  return { chat: row.chat, message: row.id ?? ('' as MsgId), at: row.at, attachment }
}
