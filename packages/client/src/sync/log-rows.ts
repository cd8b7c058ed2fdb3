import type { ChatId, MsgId } from '@soroka/protocol'
import type { MessageRow } from '../indexeddb/rows.ts'

type Key = [ChatId, number]
type ById = { getAll(key: [ChatId, MsgId]): Promise<MessageRow[]> }

/** The part of the object store that is needed, inside a writing transaction. */
interface Store {
  get(key: Key): Promise<MessageRow | undefined>
  getAll(range: IDBKeyRange): Promise<MessageRow[]>
  put(row: MessageRow): Promise<unknown>
  delete(key: Key): Promise<void>
  index(name: 'byId' | 'byTarget'): ById
}

/** The rows of one chat inside one writing transaction: what was read or put in it a moment ago is not read again. */
export class LogRows {
  readonly #store: Store
  readonly #known = new Map<number, MessageRow | undefined>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Reads what stands between two places, in one request. */
  async readAhead(chat: ChatId, from: number, to: number): Promise<void> {
    for (let seq = from; seq <= to; seq++) this.#known.set(seq, undefined)
    for (const row of await this.#store.getAll(IDBKeyRange.bound([chat, from], [chat, to])))
      this.#known.set(row.seq, row)
  }

  async get(key: Key): Promise<MessageRow | undefined> {
    if (!this.#known.has(key[1])) this.#known.set(key[1], await this.#store.get(key))
    return this.#known.get(key[1])
  }

  async put(row: MessageRow): Promise<void> {
    this.#known.set(row.seq, row)
    await this.#store.put(row)
  }

  async delete(key: Key): Promise<void> {
    this.#known.set(key[1], undefined)
    await this.#store.delete(key)
  }

  getAll(range: IDBKeyRange): Promise<MessageRow[]> {
    return this.#store.getAll(range)
  }

  index(name: 'byId' | 'byTarget'): ById {
    return this.#store.index(name)
  }
}
