import { type ChatId, userId } from '@soroka/protocol'
import { type Bytes, equal, RecordError, utf8Decode, utf8Encode } from '@soroka/protocol/bytes'
import { type ChatMeta, decodeChatMeta, type Policy } from '@soroka/protocol/records'
import * as z from 'zod/mini'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { RoleName } from '../types.ts'

const count = z.int().check(z.nonnegative())
const who = z.union([z.literal(1), z.literal(2)])
const bytes = z.instanceof(Uint8Array<ArrayBuffer>)

/** What the newest verified epoch says, as screens need it. */
const facts = z.object({
  n: count,
  memberCount: count,
  /** Mine; null when the roster doesn't name me. */
  role: z.nullable(z.enum(['member', 'admin', 'owner'])),
  policy: z.object({ history: z.boolean(), timer: count, write: who, add: who, pin: who, info: who }),
  /** Links behind which an admin decides. */
  approving: z.array(z.string()),
  /** Whom only an admin takes back, by whatever link. */
  shutOut: z.prefault(z.array(userId), []),
})
export interface Facts extends z.infer<typeof facts> {
  role: RoleName | null
  policy: Policy
}

/** A version of the name and photo that was seen, without the photo itself. */
const version = z.object({
  version: count,
  hash: z.string(),
  name: z.string(),
  description: z.string(),
  photo: z.string(),
  by: userId,
  /** The first row that carried it. */
  seq: count,
  at: count,
})
export type MetaVersion = z.infer<typeof version>

const metaLog = z.object({
  /** The newest row that carried the record that counts. */
  seq: count,
  /** Whether its author had the right when it was written, as far as this device could check. */
  proven: z.boolean(),
  versions: z.array(version),
})
export type MetaLog = z.infer<typeof metaLog>

export interface Info {
  /** The signed record, verbatim. */
  record: Bytes
  meta: ChatMeta
  log: MetaLog
}

const stored = z.object({ facts: z.optional(bytes), record: z.optional(bytes), log: z.optional(bytes) })
type Part = keyof z.infer<typeof stored>

/** What is known of chats beside their rows and epochs, sealed on the disk. Any tab reads; the leading one writes. */
export class GroupStore {
  readonly #db: AccountDb
  readonly #vault: Vault
  /** Each drawing of a chat asks for its facts: they are opened once, while the same bytes stand on the disk. */
  readonly #opened = new Map<ChatId, { sealed: Bytes; value: Facts | null }>()

  constructor(db: AccountDb, vault: Vault) {
    this.#db = db
    this.#vault = vault
  }

  async facts(chat: ChatId): Promise<Facts | null> {
    const sealed = await this.#read(chat, 'facts')
    if (sealed === undefined) return null
    const known = this.#opened.get(chat)
    if (known !== undefined && equal(known.sealed, sealed)) return known.value
    const value = parse<Facts>(facts, await this.#vault.open(place(chat, 'facts'), sealed))
    this.#opened.set(chat, { sealed, value })
    return value
  }

  async putFacts(chat: ChatId, value: Facts): Promise<void> {
    await this.#put(chat, { facts: json(value) })
  }

  /** The name and photo that count here; null when none came yet. */
  async meta(chat: ChatId): Promise<ChatMeta | null> {
    const record = await this.#open(chat, 'record')
    return record === null ? null : readMeta(record)
  }

  /** The same with what is known of its past. */
  async info(chat: ChatId): Promise<Info | null> {
    const [record, log] = await Promise.all([this.#open(chat, 'record'), this.#open(chat, 'log')])
    const parsed = parse(metaLog, log)
    const meta = record === null ? null : readMeta(record)
    return record === null || meta === null || parsed === null ? null : { record, meta, log: parsed }
  }

  async putInfo(chat: ChatId, { record, log }: Pick<Info, 'record' | 'log'>): Promise<void> {
    await this.#put(chat, { record, log: json(log) })
  }

  async forget(chat: ChatId): Promise<void> {
    this.#opened.delete(chat)
    await this.#db.delete('groups', chat)
  }

  async #open(chat: ChatId, part: Part): Promise<Bytes | null> {
    const sealed = await this.#read(chat, part)
    return sealed === undefined ? null : await this.#vault.open(place(chat, part), sealed)
  }

  async #read(chat: ChatId, part: Part): Promise<Bytes | undefined> {
    return stored.safeParse(await this.#db.get('groups', chat)).data?.[part]
  }

  async #put(chat: ChatId, parts: Partial<Record<Part, Bytes>>): Promise<void> {
    const sealed = await Promise.all(
      Object.entries(parts).map(async ([part, plain]) => [part, await this.#vault.seal(place(chat, part), plain)]),
    )
    const tx = this.#db.transaction('groups', 'readwrite')
    const before = stored.safeParse(await tx.store.get(chat)).data ?? {}
    await tx.store.put({ ...before, ...(Object.fromEntries(sealed) as z.infer<typeof stored>) }, chat)
    await tx.done
  }
}

const place = (chat: ChatId, part: string) => `group ${chat} ${part}`
const json = (value: unknown) => utf8Encode(JSON.stringify(value))

function parse<T>(schema: z.ZodMiniType<T>, plain: Bytes | null): T | null {
  return plain === null ? null : (schema.safeParse(JSON.parse(utf8Decode(plain))).data ?? null)
}

/** Null for what is no such record. */
export function readMeta(record: Bytes): ChatMeta | null {
  try {
    return decodeChatMeta(record)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}
