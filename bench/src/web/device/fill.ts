import { createVaultKey } from '@soroka/crypto'
import type { ChatId, DeviceId, MsgId, SessionId, UserId } from '@soroka/protocol'
import { toBase64url, utf8Encode } from '@soroka/protocol/bytes'
import { encodeBody, encodeChatMeta, hashRecord, KIND, writeBodyOptions } from '@soroka/protocol/records'
import { LocalAccount } from '../../../../packages/client/src/auth/local-account.ts'
import { GroupStore } from '../../../../packages/client/src/groups/group-store.ts'
import { emptyChat } from '../../../../packages/client/src/indexeddb/chat-rows.ts'
import { openRegistry } from '../../../../packages/client/src/indexeddb/registry.ts'
import { emptyUser, type MessageRow } from '../../../../packages/client/src/indexeddb/rows.ts'
import { bodyPlace } from '../../../../packages/client/src/messages/bodies.ts'
import { type Made, type MadeChat, makeChats, makeMessages, openPolicy } from './history.ts'

// Runs in the browser: leaves an account on the device as years of use would, sealed as the engine seals it.

const self = idOf<UserId>('user', 'me')
const device = idOf<DeviceId>('device', 'mine')
const batch = 1000

async function fill(): Promise<void> {
  const now = Date.now()
  const account = await createAccount()
  const chats = makeChats()
  for (const [index, chat] of chats.entries()) await fillChat(account, chat, makeMessages(chat, index, now))
  account.db.close()
  const registry = await openRegistry(indexedDB)
  await registry.put('accounts', { user: self, slot: 0, usedAt: now })
  registry.close()
}

async function createAccount(): Promise<LocalAccount> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const session = {
    session: idOf<SessionId>('session', 'this'),
    user: self,
    device,
    generation: 1,
    slot: 0,
    name: 'Anya',
    nickname: 'anya',
    email: 'anya@example.org',
  }
  const [vault, sealSeed, pin] = [await createVaultKey(), new Uint8Array(32), new Uint8Array(32)]
  const keys = { vault, deviceKey: pair.privateKey, sealSeed, puks: [], chain: [], pin }
  return LocalAccount.create(indexedDB, { session, ...keys }, { accessToken: '', expiresAt: 0, generation: 1 })
}

async function fillChat({ db, vault }: LocalAccount, chat: MadeChat, history: Made[]): Promise<void> {
  const id = idOf<ChatId>('chat', chat.name, 32)
  const people = Array.from({ length: chat.kind === 'direct' ? 1 : 8 }, (_, i) => ({
    ...emptyUser(idOf<UserId>('user', chat.kind === 'direct' ? chat.name : `member${i}`)),
    name: chat.kind === 'direct' ? chat.title : `Member ${i}`,
    profileAt: Date.now(),
    contact: true,
  }))
  for (const person of people) await db.put('users', person)
  const senders = [self, ...people.map((person) => person.id)]
  const rows: Omit<MessageRow, 'body'>[] = []
  const bodies: Uint8Array<ArrayBuffer>[] = []
  const add = (
    row: Pick<MessageRow, 'kind' | 'sender' | 'at' | 'target' | 'replyTo'>,
    body: Uint8Array<ArrayBuffer>,
  ) => {
    const seq = rows.length + 1
    rows.push({ ...row, chat: id, seq, state: 'sent', id: idOf<MsgId>('message', `${chat.name} ${seq}`), form: 2 })
    bodies.push(body)
    return rows.at(-1)?.id
  }
  const ids: (MsgId | undefined)[] = []
  for (const made of history) {
    const replyTo = made.answers === undefined ? undefined : ids.at(-made.answers)
    const from = { sender: senders[made.sender] ?? self, at: made.at }
    const told = { ...from, ...(replyTo === undefined ? {} : { replyTo }) }
    const target = add({ ...told, kind: KIND.text }, encode(KIND.text, made.text, {}, replyTo))
    ids.push(target)
    if (target === undefined) continue
    made.reactions.forEach((emoji, i) =>
      add(
        { ...from, sender: senders[i % senders.length] ?? self, kind: KIND.reaction, target },
        encode(KIND.reaction, '', { reactions: [emoji] }),
      ),
    )
    if (made.edited)
      add({ ...from, kind: KIND.edit, target }, encode(KIND.edit, `${made.text} !`, { replaces: target }))
  }
  for (let from = 0; from < rows.length; from += batch) {
    const sealed = await Promise.all(
      rows.slice(from, from + batch).map(async (row, i) => ({
        ...row,
        body: await vault.seal(bodyPlace(row), bodies[from + i] ?? new Uint8Array()),
      })),
    )
    const tx = db.transaction('messages', 'readwrite', { durability: 'relaxed' })
    await Promise.all(sealed.map((row) => tx.store.put(row)))
    await tx.done
  }
  const read = rows.length - chat.unread
  await db.put('chats', {
    ...emptyChat(id, chat.kind, chat.kind === 'direct' ? people[0]?.id : undefined),
    created: true,
    lastSeq: rows.length,
    lastAt: rows.at(-1)?.at ?? 0,
    have: [[1, rows.length]],
    msgCount: chat.messages,
    readCount: chat.messages - chat.unread,
    countSeq: rows.length,
    ownRead: read,
    ownDelivered: rows.length,
    peerRead: read,
    peerDelivered: rows.length,
  })
  if (chat.kind === 'direct') return
  const store = new GroupStore(db, vault)
  await store.putFacts(id, {
    n: 1,
    memberCount: senders.length,
    role: 'member',
    policy: openPolicy,
    approving: [],
    shutOut: [],
  })
  const meta = {
    chat: id,
    version: 1,
    name: chat.title,
    description: '',
    photo: new Uint8Array(),
    by: self,
    device,
    sig: new Uint8Array(64),
  }
  await store.putInfo(id, { record: encodeChatMeta(meta), log: { seq: 0, proven: true, versions: [] } })
}

function encode(type: number, text: string, options: Parameters<typeof writeBodyOptions>[0], replyTo?: MsgId) {
  return encodeBody({ type, text, ext: writeBodyOptions(options), ...(replyTo === undefined ? {} : { replyTo }) })
}

function idOf<T extends string>(kind: string, name: string, length = 16): T {
  return toBase64url(hashRecord(kind, utf8Encode(name)).subarray(0, length)) as T
}

Object.assign(window, { filling: fill() })
