import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import type { DBSchema, IDBPDatabase } from 'idb'
import { openDatabase } from './open.ts'
import type { ChatRow, EpochRow, MessageRow, OutboxRow, UserRow } from './rows.ts'

export interface AccountSchema extends DBSchema {
  /** Single values: the vault key, the device key, sealed secrets, the session, the cursor, the leader's term. */
  meta: { key: string; value: unknown }
  chats: { key: ChatId; value: ChatRow }
  messages: {
    key: [ChatId, number]
    value: MessageRow
    indexes: { byId: [ChatId, MsgId]; waiting: [ChatId, string, number] }
  }
  outbox: {
    key: number
    value: Omit<OutboxRow, 'n'> & { n?: number }
    indexes: { byChat: ChatId; byId: [ChatId, MsgId] }
  }
  epochs: { key: [ChatId, number]; value: EpochRow }
  users: { key: UserId; value: UserRow }
  drafts: { key: ChatId; value: Uint8Array }
}
export type AccountDb = IDBPDatabase<AccountSchema>
export type StoreName = 'meta' | 'chats' | 'messages' | 'outbox' | 'epochs' | 'users' | 'drafts'

export const accountDbName = (user: UserId) => `soroka-${user}`

/** The database of one account on this device. */
export function openAccountDb(factory: IDBFactory, user: UserId): Promise<AccountDb> {
  return openDatabase<AccountSchema>(factory, accountDbName(user), 1, (db) => {
    db.createObjectStore('meta')
    db.createObjectStore('chats', { keyPath: 'id' })
    const messages = db.createObjectStore('messages', { keyPath: ['chat', 'seq'] })
    messages.createIndex('byId', ['chat', 'id'])
    messages.createIndex('waiting', ['chat', 'problem', 'seq'])
    const outbox = db.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true })
    outbox.createIndex('byChat', 'chat')
    outbox.createIndex('byId', ['chat', 'id'])
    db.createObjectStore('epochs', { keyPath: ['chat', 'n'] })
    db.createObjectStore('users', { keyPath: 'id' })
    db.createObjectStore('drafts')
  })
}
