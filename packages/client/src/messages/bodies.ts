import { RecordError, utf8Decode } from '@soroka/protocol/bytes'
import { KIND } from '@soroka/protocol/records'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import { type Content, readContent } from './read-body.ts'

/** Bodies that are kept open: some screens of several chats with what was said about them. */
const MOST = 4_000

/** Where a body is sealed to: the message, wherever its row stands. */
export function bodyPlace(row: Pick<MessageRow, 'chat' | 'sender' | 'id'>): string {
  return `message ${row.chat} ${row.sender ?? ''} ${row.id ?? ''}`
}

/** Opens what rests on the disk, once for many looks: the bodies that were used last stay open. */
export class Bodies {
  readonly #vault: Vault
  readonly #open = new Map<string, Content>()

  constructor(vault: Vault) {
    this.#vault = vault
  }

  /** Null when it doesn't open any more: damaged on the disk. */
  async open(row: MessageRow): Promise<Content | null> {
    if (row.body === undefined) return null
    const key = placeOf(row)
    const known = this.#open.get(key)
    if (known !== undefined) {
      this.#open.delete(key)
      this.#open.set(key, known)
      return known
    }
    const plain = await this.#vault.open(bodyPlace(row), row.body)
    if (plain === null) return null
    try {
      const content =
        row.form === undefined ? { text: utf8Decode(plain), options: {} } : readContent(row.kind ?? KIND.text, plain)
      this.keep(row, content)
      return content
    } catch (error) {
      if (error instanceof RecordError) return null
      throw error
    }
  }

  /** It was opened a moment ago. */
  keep(row: MessageRow, content: Content): void {
    this.#open.set(placeOf(row), content)
    for (const key of this.#open.keys()) {
      if (this.#open.size <= MOST) return
      this.#open.delete(key)
    }
  }

  forget(row: Pick<MessageRow, 'chat' | 'seq' | 'id'>): void {
    this.#open.delete(placeOf(row))
  }
}

/** The row, not only the message: of two with one id only the first counts. */
const placeOf = ({ chat, seq, id }: Pick<MessageRow, 'chat' | 'seq' | 'id'>) => `${chat} ${seq} ${id ?? ''}`
