import type { ChatId, UserId } from '@soroka/protocol'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { tellPrivacyChanged } from './watch.ts'

/** As many of the pairs that were looked at are remembered. */
const REMEMBERED = 20_000

/**
 * Writing accepts a request (P47), and then the stranger sees whether its receiver is here (P72). The statement that stores
 * messages does not say whether it did: so the first message of a person in a chat since this process began is looked at.
 */
export class Answered {
  readonly #deps: { sql: Sql; bus: Bus; onError: (error: unknown) => void }
  readonly #looked = new Set<string>()

  constructor(deps: { sql: Sql; bus: Bus; onError: (error: unknown) => void }) {
    this.#deps = deps
  }

  /** After the commit of something that counts as a message. */
  wrote(user: UserId, chat: ChatId): void {
    const key = user + chat
    if (this.#looked.has(key)) return
    if (this.#looked.size >= REMEMBERED) this.#looked.clear()
    this.#looked.add(key)
    void this.#tell(user, chat).catch(this.#deps.onError)
  }

  async #tell(user: UserId, chat: ChatId): Promise<void> {
    const others = await this.#deps.sql<{ id: UserId }[]>`
      SELECT p.user_id AS id FROM chat_participants p JOIN chats c ON c.id = p.chat_id
      WHERE p.chat_id = ${chat} AND c.kind = 'direct' AND p.user_id <> ${user}`
    for (const { id } of others) tellPrivacyChanged(this.#deps.bus, user, id)
  }
}
