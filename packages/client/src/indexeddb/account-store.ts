import type { ChatId, FileId, MsgId, UserId } from '@soroka/protocol'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { FileRow } from '../files/file-rows.ts'
import { openDatabase } from './open.ts'
import { shareReads } from './share-reads.ts'
import type { ChatRow, EpochRow, MessageRow, OutboxRow, UserRow } from './rows.ts'

export interface AccountSchema extends DBSchema {
  /** Single values: the vault key, the device key, sealed secrets, the session, the cursor, the leader's term. */
  meta: { key: string; value: unknown }
  chats: { key: ChatId; value: ChatRow }
  messages: {
    key: [ChatId, number]
    value: MessageRow
    indexes: {
      byId: [ChatId, MsgId]
      waiting: [ChatId, string, number]
      byTarget: [ChatId, MsgId]
      byReply: [ChatId, MsgId]
      byFlag: [ChatId, string, number]
      expiring: number
      byShape: string
    }
  }
  outbox: {
    key: number
    value: Omit<OutboxRow, 'n'> & { n?: number }
    indexes: { byChat: ChatId; byId: [ChatId, MsgId] }
  }
  epochs: { key: [ChatId, number]; value: EpochRow }
  users: { key: UserId; value: UserRow }
  /** Photos of people, sealed. */
  photos: { key: UserId; value: unknown }
  drafts: { key: ChatId; value: Uint8Array }
  /** What is known of each group beside its epochs: name, photo, what was newest. */
  groups: { key: ChatId; value: unknown }
  /** The account's sealed settings as this device knows them, with what it has not told yet. */
  vault: { key: string; value: unknown }
  /** Sealed segments of the search index. */
  search: { key: string; value: unknown }
  /** Sealed files that lie on this device. */
  files: { key: FileId; value: FileRow; indexes: { byChat: ChatId; byWaiting: number } }
}
export type AccountDb = IDBPDatabase<AccountSchema>
export type StoreName =
  | 'meta'
  | 'chats'
  | 'messages'
  | 'outbox'
  | 'epochs'
  | 'users'
  | 'photos'
  | 'drafts'
  | 'groups'
  | 'vault'
  | 'search'
  | 'files'

export const accountDbName = (user: UserId) => `soroka-${user}`

/** The database of one account on this device. */
export async function openAccountDb(factory: IDBFactory, user: UserId): Promise<AccountDb> {
  const db = await openDatabase<AccountSchema>(factory, accountDbName(user), 5, (db, from, tx) => {
    if (from < 1) createFirst(db)
    if (from < 2) {
      tx.objectStore('messages').createIndex('byTarget', ['chat', 'target'])
      db.createObjectStore('groups')
      db.createObjectStore('vault')
      db.createObjectStore('search')
    }
    if (from < 3) {
      tx.objectStore('messages').createIndex('byReply', ['chat', 'replyTo'])
      tx.objectStore('messages').createIndex('byFlag', ['chat', 'flag', 'seq'])
      tx.objectStore('messages').createIndex('expiring', 'endsAt')
    }
    if (from < 4) {
      const files = db.createObjectStore('files', { keyPath: 'id' })
      files.createIndex('byChat', 'chat')
      files.createIndex('byWaiting', 'waiting')
      tx.objectStore('messages').createIndex('byShape', 'shapes', { multiEntry: true })
    }
    if (from < 5) db.createObjectStore('photos')
  })
  return shareReads(db)
}

function createFirst(db: AccountDb): void {
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
}
