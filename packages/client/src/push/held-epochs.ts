import { type ChatId, limits } from '@soroka/protocol'
import { decodeEpoch } from '@soroka/protocol/records'
import * as z from 'zod/mini'
import type { Api } from '../api/api.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { epochRow } from '../indexeddb/rows.ts'

/** Under which key the database keeps what this device does with pushes. */
const PLACE = 'push'
/** Several chats move at once when their members do (ms). */
const PAUSE = 2_000

const stored = z.object({
  /** It has a subscription: somebody wants to know what it can open. */
  on: z.boolean(),
  hideContent: z.boolean(),
  /** Of what the server says in plain words. */
  lang: z.prefault(z.enum(['ru', 'en']), 'en'),
  /** The newest epoch of each chat that the server was told of. */
  told: z.record(z.string(), z.number()),
})
export type PushState = z.infer<typeof stored>

const NONE: PushState = { on: false, hideContent: false, lang: 'en', told: {} }

/** What this device does with pushes. */
export async function readPushState(db: AccountDb): Promise<PushState> {
  return stored.safeParse(await db.get('meta', PLACE)).data ?? NONE
}

export async function changePushState(db: AccountDb, change: Partial<PushState>): Promise<void> {
  const tx = db.transaction('meta', 'readwrite')
  const before = stored.safeParse(await tx.store.get(PLACE)).data ?? NONE
  await tx.store.put({ ...before, ...change }, PLACE)
  await tx.done
}

interface Deps {
  api: { push: Pick<Api['push'], 'holds'> }
  db: AccountDb
  alive(): boolean
  failed(error: unknown): void
}

/** Tells the server which epochs this device can open: only messages under them ride in a push (R21). */
export class HeldEpochs {
  readonly #deps: Deps
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Epochs may have come, or somebody wants to know of them now. */
  look(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#running = this.#running.then(() => this.#tell()).catch(this.#deps.failed)
    }, PAUSE)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #tell(): Promise<void> {
    const { api, db, alive } = this.#deps
    const { on, told } = await readPushState(db)
    if (!on || !alive()) return
    const news: { chat: ChatId; epoch: number }[] = []
    for (const [chat, epoch] of await this.#newest())
      if (epoch > (told[chat] ?? -1) && (await this.#opens(chat, epoch))) news.push({ chat, epoch })
    for (let at = 0; at < news.length; at += limits.pushEpochs) {
      const epochs = news.slice(at, at + limits.pushEpochs)
      await api.push.holds({ epochs })
      for (const { chat, epoch } of epochs) told[chat] = epoch
      await changePushState(db, { told })
    }
  }

  async #newest(): Promise<Map<ChatId, number>> {
    const newest = new Map<ChatId, number>()
    // In the order of their keys: the last one of a chat is its newest.
    for (const [chat, n] of await this.#deps.db.getAllKeys('epochs')) newest.set(chat, n)
    return newest
  }

  /** Its key is here, or my box, or it goes on under the key of the one before. */
  async #opens(chat: ChatId, n: number): Promise<boolean> {
    const { data: row } = epochRow.safeParse(await this.#deps.db.get('epochs', [chat, n]))
    if (row === undefined) return false
    if (row.key !== undefined || row.box !== undefined) return true
    return n > 0 && decodeEpoch(row.record).sameKey && (await this.#opens(chat, n - 1))
  }
}
