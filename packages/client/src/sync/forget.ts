import type { ChatId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { begunAgain, parseChat } from '../indexeddb/chat-rows.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { type OutboxRow, outboxRow, PENDING } from '../indexeddb/rows.ts'
import type { ApplyRows } from './apply.ts'

interface Deps {
  db: AccountDb
  fence: Fence
  apply: Pick<ApplyRows, 'lanes'>
  named: ReadonlySet<ChatId>
  changed(chat: ChatId): void
  removed(chat: ChatId): void
}

/**
 * After a full pass: chats that no page listed and nobody named since `ready` are gone (P27). What was begun here and
 * never sent stays. So does a chat in which something waits or failed: its log goes, its own words don't; they are sent
 * as the first ones of a new chat, or refused with a reason.
 */
export async function forgetUnlisted(deps: Deps, listed: ReadonlySet<ChatId>): Promise<void> {
  for (const chat of await deps.db.getAllKeys('chats')) {
    if (listed.has(chat)) continue
    const outcome = await deps.apply.lanes.run(chat, () => forget(deps, chat))
    if (outcome === 'gone') deps.removed(chat)
    if (outcome === 'kept') deps.changed(chat)
  }
}

/** A chat that the server says is no longer mine to see: deleted for all, or dropped by another device of mine. */
export async function forgetGone(deps: Omit<Deps, 'named'>, chat: ChatId): Promise<void> {
  const outcome = await deps.apply.lanes.run(chat, () => forget({ ...deps, named: NOBODY }, chat))
  if (outcome === 'gone') deps.removed(chat)
  if (outcome === 'kept') deps.changed(chat)
}

const NOBODY: ReadonlySet<ChatId> = new Set()

/** Looks and drops in one transaction: a message that is written meanwhile comes before it, or finds no chat. */
async function forget(deps: Deps, chat: ChatId): Promise<'gone' | 'kept' | 'spared'> {
  return await inOne(deps.db, ['meta', 'chats', 'messages', 'outbox', 'epochs', 'groups'], async (tx) => {
    await deps.fence.check(tx)
    const [chats, messages] = [tx.objectStore('chats'), tx.objectStore('messages')]
    const row = parseChat(await chats.get(chat))
    if (deps.named.has(chat) || row?.created === false) return 'spared'
    await messages.delete(IDBKeyRange.bound([chat, 0], [chat, PENDING], false, true))
    const own = IDBKeyRange.bound([chat, PENDING], [chat, Number.MAX_SAFE_INTEGER])
    if (row !== null && (await messages.count(own)) > 0) {
      // The epochs stay too: what the server lost is given back to it, not made anew.
      await chats.put(begunAgain(row))
      await unseal(tx.objectStore('outbox'), chat)
      return 'kept'
    }
    await chats.delete(chat)
    await tx.objectStore('groups').delete(chat)
    await tx.objectStore('epochs').delete(IDBKeyRange.bound([chat, 0], [chat, Number.MAX_SAFE_INTEGER]))
    return 'gone'
  })
}

/** What was sealed for the old chat is sealed again; whether the server took it, only its log can tell. */
async function unseal(outbox: Outbox, chat: ChatId): Promise<void> {
  for (const value of await outbox.index('byChat').getAll(chat)) {
    const row = outboxRow.safeParse(value)
    if (!row.success || row.data.envelope === undefined) continue
    const { envelope: _, ...bare } = row.data
    await outbox.put({ ...bare, doubt: true })
  }
}

/** The part of an object store that sealing anew needs, inside a writing transaction. */
interface Outbox {
  index(name: 'byChat'): { getAll(chat: ChatId): Promise<unknown[]> }
  put(row: OutboxRow): Promise<unknown>
}
