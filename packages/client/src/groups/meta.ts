import { signChatMeta, supersedesMeta, type VerifiedEpoch, verifyChatMeta } from '@soroka/crypto'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { type Bytes, equal, toBase64url } from '@soroka/protocol/bytes'
import { type ChatMeta, CHAT_KIND, findMember, hashRecord, KIND, WHO, writeBodyOptions } from '@soroka/protocol/records'
import type { LocalAccount } from '../auth/local-account.ts'
import type { ChatEpochs } from '../epochs/chat-epochs.ts'
import type { Epochs } from '../epochs/epochs.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { Content } from '../messages/read-body.ts'
import type { Unsent } from '../outbox/queue.ts'
import { isManager } from './facts.ts'
import { type GroupStore, type Info, type MetaLog, type MetaVersion, readMeta } from './group-store.ts'

interface Deps {
  account: Pick<LocalAccount, 'self' | 'deviceKey'>
  store: GroupStore
  epochs: { verified: Epochs['verified']; chains: Pick<Epochs['chains'], 'map'> }
  /** The body of a stored row. */
  open(row: MessageRow): Promise<Content | null>
  /** Puts it into the outbox. */
  enqueue(message: Unsent): Promise<void>
  /** Name or photo are others now. */
  changed(chat: ChatId): void
  now(): number
}

/** A row that carried the record. */
interface Carrier {
  seq: number
  epoch: number
  at: number
}

const KEPT_VERSIONS = 200
/** Names that this device gave and that came to nothing. */
const AHEAD = 64

/**
 * Every version has a row of its own, so none is far above its row's number. Whoever had the right once could otherwise
 * sign the highest version that there is, and the name would stand for ever.
 */
const isOutOfReach = ({ version }: ChatMeta, seq: number): boolean => version > seq + AHEAD

/** A group's name, description and photo: which of the signed records counts, and that every new key carries it on. */
export class GroupMeta {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Rows came into the log: those that carry a name are looked at. */
  async came(chat: ChatId, rows: readonly MessageRow[]): Promise<void> {
    for (const row of rows) {
      if (row.kind !== KIND.meta || row.body === undefined || row.epoch === undefined) continue
      const record = (await this.#deps.open(row))?.options.meta
      if (record !== undefined) await this.apply(chat, record, { seq: row.seq, epoch: row.epoch, at: row.at })
    }
  }

  /** Takes a record that a row carried, if it counts (R23). */
  async apply(chat: ChatId, record: Bytes, carrier: Carrier): Promise<void> {
    const meta = readMeta(record)
    if (meta === null) return
    if (isOutOfReach(meta, carrier.seq)) return
    const stored = await this.#deps.store.info(chat)
    const known = stored === null || isOutOfReach(stored.meta, stored.log.seq) ? null : stored
    const proven = await this.#judge(chat, record, meta.by, carrier, known)
    if (proven === null) return
    const next = merge(known, record, meta, proven, carrier)
    if (next === null) return
    await this.#deps.store.putInfo(chat, next)
    this.#deps.changed(chat)
  }

  /** Signs and sends another name, description or photo; shown here at once. */
  async write(epochs: ChatEpochs, info: Pick<ChatMeta, 'name' | 'description' | 'photo'>): Promise<void> {
    const { account, store, changed, now } = this.#deps
    const { chat } = epochs
    const known = await store.info(chat)
    // What an older program took from somebody who wanted to be the last one ever: the next row's number is above all others.
    const top = known === null || !isOutOfReach(known.meta, known.log.seq) ? known?.meta.version : known.log.seq
    const version = (top ?? 0) + 1
    const author = { ...account.self, signKey: account.deviceKey }
    const record = await signChatMeta({ chat, version, ...info }, author)
    const log = known?.log ?? { seq: 0, proven: true, versions: [] }
    await this.#send(chat, record, now())
    await store.putInfo(chat, { record, log: { ...log, proven: true } })
    changed(chat)
  }

  /** A new key was made here: the record goes along, signed anew if its author has lost the right meanwhile. */
  async carryOn(epochs: ChatEpochs): Promise<void> {
    const { account, store, now } = this.#deps
    const head = epochs.head?.epoch
    const known = await store.info(epochs.chat)
    if (head === undefined || known === null || head.record.kind !== CHAT_KIND.group) return
    const { name, description, photo } = known.meta
    const isLost = !mayName(head, known.meta.by) || isOutOfReach(known.meta, known.log.seq)
    if (isLost && mayName(head, account.self.user)) return await this.write(epochs, { name, description, photo })
    await this.#send(epochs.chat, known.record, now())
  }

  async #send(chat: ChatId, record: Bytes, at: number): Promise<void> {
    const id = toBase64url(crypto.getRandomValues(new Uint8Array(16))) as MsgId
    const ext = writeBodyOptions({ meta: record })
    await this.#deps.enqueue({ chat, id, at, body: { type: KIND.meta, text: '', ext } })
  }

  /**
   * Proven: its author had the right in the epoch that carried it and in the one in force at its row. One that was known
   * before, or whose author had the right once while nothing better is known, is taken without. Null: it doesn't count.
   */
  async #judge(
    chat: ChatId,
    bytes: Bytes,
    by: UserId,
    { seq, epoch: n }: Carrier,
    known: Info | null,
  ): Promise<boolean | null> {
    const epochs = await this.#deps.epochs.verified(chat)
    const carried = epochs.at(n)?.epoch
    const inForce = epochs.inForceAt(seq)?.epoch ?? carried
    if (carried === undefined || inForce === undefined) return null
    const chains = await this.#deps.epochs.chains.map([by])
    const holds = async (epoch: VerifiedEpoch) => (await verifyChatMeta({ bytes, epoch, chains })).ok
    if ((await holds(carried)) && (await holds(inForce))) return true
    if (known !== null && equal(known.record, bytes)) return known.log.proven
    if (known?.log.proven === true) return null
    for (let at = n; at >= 0; at--) {
      const epoch = epochs.at(at)?.epoch
      if (epoch !== undefined && (await holds(epoch))) return false
    }
    return null
  }
}

/** Whether a person may edit name and photo by this epoch. */
export function mayName({ record, roster }: VerifiedEpoch, user: UserId): boolean {
  const member = findMember(roster, user)
  return member !== undefined && (isManager(member.role) || record.policy.info === WHO.everybody)
}

/** What is known with this record; null when nothing changes. */
function merge(
  known: Info | null,
  record: Bytes,
  meta: ChatMeta,
  proven: boolean,
  { seq, at }: Carrier,
): Pick<Info, 'record' | 'log'> | null {
  const hash = toBase64url(hashRecord('meta-version', record))
  const before: MetaLog = known?.log ?? { seq: 0, proven: false, versions: [] }
  const versions = withVersion(before.versions, { ...summary(meta), hash, seq, at })
  if (known !== null && equal(known.record, record)) {
    const log = {
      seq: Math.max(before.seq, seq),
      proven: before.proven || proven,
      versions: versions ?? before.versions,
    }
    const same = log.seq === before.seq && log.proven === before.proven && versions === null
    return same ? null : { record, log }
  }
  const counts =
    known === null || (proven && !before.proven) || (proven === before.proven && supersedesMeta(record, known.record))
  if (counts) return { record, log: { seq, proven, versions: versions ?? before.versions } }
  return versions === null || !proven ? null : { record: known.record, log: { ...before, versions } }
}

/** The versions with one more, or with an earlier place of one of them; null when it is known like this. */
function withVersion(versions: MetaVersion[], next: MetaVersion): MetaVersion[] | null {
  const there = versions.find(({ hash }) => hash === next.hash)
  if (there !== undefined && there.seq <= next.seq) return null
  const others = versions.filter(({ hash }) => hash !== next.hash)
  return [...others, next].sort((a, b) => a.version - b.version || a.seq - b.seq).slice(-KEPT_VERSIONS)
}

function summary({ version, name, description, photo, by }: ChatMeta) {
  const brief = (bytes: Uint8Array) =>
    bytes.length === 0 ? '' : toBase64url(hashRecord('meta-part', bytes)).slice(0, 16)
  return { version, name, description: brief(new TextEncoder().encode(description)), photo: brief(photo), by }
}
