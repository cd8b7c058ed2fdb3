import type { ChatId, DeviceId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'

/** A claim lasts so long, and is renewed at a third of it: a node that dies takes nobody's pushes along for ever. */
const CLAIM_MS = 90_000

/** A socket: a page, or a program. */
interface Socket {
  readonly id: string
  readonly user: UserId
  readonly device: DeviceId
}

interface Look extends Socket {
  readonly visible: boolean
  readonly chat: ChatId | null
}

export interface FocusOptions {
  readonly sql: Sql
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/**
 * What people look at, on all nodes: in the database, because whoever sends a push may be another node than the one with
 * the socket. Changes that come together are written together.
 */
export class Focus {
  readonly #options: FocusOptions
  readonly #looks = new Map<string, Look>()
  readonly #changed = new Set<string>()
  readonly #timer: NodeJS.Timeout
  #writing: Promise<void> | undefined

  constructor(options: FocusOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#renew(), CLAIM_MS / 3).unref()
  }

  /** Connected; nothing is looked at until it says so. */
  opened({ id, user, device }: Socket): void {
    this.#set({ id, user, device, visible: false, chat: null })
  }

  looks({ id, user, device }: Socket, visible: boolean, chat: ChatId | null): void {
    this.#set({ id, user, device, visible, chat: visible ? chat : null })
  }

  closed({ id }: Socket): void {
    this.#looks.delete(id)
    this.#mark(id)
  }

  /** Resolves when what was said is written. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    for (const id of this.#looks.keys()) this.#changed.add(id)
    this.#looks.clear()
    this.#mark()
    await this.settled()
  }

  #set(look: Look): void {
    const before = this.#looks.get(look.id)
    if (before?.visible === look.visible && before.chat === look.chat) return
    this.#looks.set(look.id, look)
    this.#mark(look.id)
  }

  #renew(): void {
    for (const id of this.#looks.keys()) this.#changed.add(id)
    this.#mark()
  }

  #mark(id?: string): void {
    if (id !== undefined) this.#changed.add(id)
    this.#writing ??= this.#write()
      .catch(this.#options.onError)
      .finally(() => {
        this.#writing = undefined
        if (this.#changed.size > 0) this.#mark()
      })
  }

  async #write(): Promise<void> {
    // Those of one tick go together.
    await new Promise((tick) => setImmediate(tick))
    const ids = [...this.#changed]
    if (ids.length === 0) return
    this.#changed.clear()
    const { sql, now } = this.#options
    const looks = ids.flatMap((id) => this.#looks.get(id) ?? [])
    const gone = ids.filter((id) => !this.#looks.has(id))
    if (gone.length > 0)
      await sql`DELETE FROM push_focus WHERE socket_id = ANY (string_to_array(${gone.join(',')}, ','))`
    if (looks.length === 0) return
    const column = (pick: (look: Look) => string) => looks.map(pick).join(',')
    await sql`
      INSERT INTO push_focus (socket_id, user_id, device_id, visible, chat_id, until)
      SELECT l.*, ${now() + CLAIM_MS}::int8 FROM unnest(
        string_to_array(${column(({ id }) => id)}, ','), string_to_array(${column(({ user }) => user)}, ','),
        string_to_array(${column(({ device }) => device)}, ','),
        string_to_array(${column(({ visible }) => (visible ? 't' : 'f'))}, ',')::bool[],
        string_to_array(${column(({ chat }) => chat ?? '-')}, ',', '-')) AS l
      ON CONFLICT (socket_id) DO UPDATE SET visible = excluded.visible, chat_id = excluded.chat_id, until = excluded.until`
  }
}
