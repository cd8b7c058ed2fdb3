/**
 * The surface of the SDK: what a screen, a bot or a test may ask for and what it is told.
 * Everything here survives structured clone, so that the engine may live in a worker.
 */
import type { ChatId, DeviceId, ErrorCode, MsgId, UserId } from '@soroka/protocol'

/** `session: null` means signed out; `none` until the engine has read its database. */
export interface SessionView {
  user: UserId
  device: DeviceId
  name: string
  nickname: string
  email: string
}

/** offline: no network or no server; connecting, syncing: on the way; online: everything pulled. */
export type ConnectionState = 'offline' | 'connecting' | 'syncing' | 'online'

export interface PersonView {
  id: UserId
  name: string
  nickname: string
  online: boolean
  /** Milliseconds since 1970, or null when unknown or hidden. */
  lastSeen: number | null
}

/** A message as the screen shows it. `key` never changes from the first keystroke of sending to the last read mark. */
export interface MessageView {
  key: string
  chat: ChatId
  id: MsgId
  /** Position in the log; absent while it waits in the outbox. */
  seq?: number
  sender: UserId
  own: boolean
  /** Server's time once accepted, else the device's. */
  at: number
  text: string
  state: 'pending' | 'sent' | 'failed'
  failure?: ErrorCode
  /** Why there is no text: the key is on its way, the row was removed by the server, the signature or rights don't hold. */
  problem?: 'waiting_key' | 'removed' | 'invalid'
}

export interface ChatView {
  id: ChatId
  kind: 'direct' | 'group' | 'nest'
  title: string
  /** The other person of a direct chat. */
  peer?: PersonView
  unread: number
  last?: MessageView
  /** For sorting: newest row or pending message. */
  at: number
  lastSeq: number
  /** Highest seq that the other side has received / read (in groups: anybody). */
  peerDelivered: number
  peerRead: number
  /** My own read mark: the line of new messages stands after it. */
  ownRead: number
  draft: string
  /** A warning that needs a person's eye: the peer's key changed, or the server's order does not agree with the others'. */
  warning?: 'key_changed' | 'fork'
}

/** clock → one mark → two marks → two accent marks, or the red one. */
export type Delivery = 'pending' | 'failed' | 'sent' | 'delivered' | 'read'

export function deliveryOf(message: MessageView, chat: Pick<ChatView, 'peerDelivered' | 'peerRead'>): Delivery {
  if (message.state !== 'sent' || message.seq === undefined) return message.state === 'failed' ? 'failed' : 'pending'
  if (message.seq <= chat.peerRead) return 'read'
  return message.seq <= chat.peerDelivered ? 'delivered' : 'sent'
}

export type ClientEvent =
  | { type: 'session'; session: SessionView | null; reason?: 'signed_out' | 'revoked' | 'reuse' }
  | { type: 'connection'; state: ConnectionState }
  | { type: 'chats'; upserts: ChatView[]; removed: ChatId[] }
  | { type: 'messages'; chat: ChatId; upserts: MessageView[]; removed: string[] }
  /** The full set of people typing in the chat now. */
  | { type: 'typing'; chat: ChatId; users: UserId[] }
  | { type: 'people'; upserts: PersonView[] }
  | { type: 'update_needed' }

export interface AuthApi {
  /** Starts the sign-up; a code is on its way by e-mail. The password never leaves the device (OPAQUE). */
  signUp(input: {
    name: string
    email: string
    password: string
    locale: 'ru' | 'en'
    setupToken?: string
  }): Promise<{ codeExpiresAt: number }>
  resendCode(): Promise<{ codeExpiresAt: number }>
  /** Ends the sign-up that this client began. The recovery key is shown once here, and by `recoveryKey` until it is saved. */
  confirm(input: { code: string }): Promise<{ session: SessionView; recoveryKey: string }>
  signIn(input: { email: string; password: string }): Promise<SessionView>
  startRecovery(input: { email: string; locale: 'ru' | 'en' }): Promise<{ codeExpiresAt: number }>
  /** `recoveryKey`: 24 words. */
  finishRecovery(input: { code: string; recoveryKey: string; password: string }): Promise<SessionView>
  /** Ends the session and wipes every trace on this device; the account stays. */
  signOut(): Promise<void>
  session(): Promise<SessionView | null>
  /** The words, as long as this device has them and they were not said to be saved; else null. */
  recoveryKey(): Promise<string | null>
  recoverySaved(): Promise<void>
}

export interface ChatsApi {
  /** All chats, newest first. */
  list(): Promise<ChatView[]>
  get(chat: ChatId): Promise<ChatView | null>
  /** The direct chat with a person; exists locally at once, on the server with the first message. */
  openDirect(user: UserId): Promise<ChatView>
  setDraft(chat: ChatId, text: string): Promise<void>
  /** Everything up to seq was on the screen. */
  markRead(chat: ChatId, seq: number): Promise<void>
  startTyping(chat: ChatId): Promise<void>
}

export interface MessagesApi {
  /**
   * A page in order of seq, pending ones last. Reads the device first and pulls what is missing.
   * `before`: rows below that seq; none: the newest. `more`: older rows exist.
   */
  page(chat: ChatId, input: { before?: number; limit: number }): Promise<{ messages: MessageView[]; more: boolean }>
  /** Stores the message and its outbox row in one transaction, then returns; sending goes on by itself (G6). */
  send(chat: ChatId, text: string): Promise<MessageView>
  retry(chat: ChatId, id: MsgId): Promise<void>
  /** Takes back a message that was not sent. */
  discard(chat: ChatId, id: MsgId): Promise<void>
}

export interface PeopleApi {
  find(query: string): Promise<PersonView[]>
  get(user: UserId): Promise<PersonView | null>
  /** The people on the screen now; replaces the last set. */
  watch(users: UserId[]): Promise<void>
}

export interface AccountApi {
  get(): Promise<{
    email: string
    name: string
    nickname: string
    role: string
    findByEmail: boolean
    recoverySavedAt: number | null
  }>
  update(input: { name?: string; nickname?: string; findByEmail?: boolean }): Promise<void>
}

/** The engine of one account on one device. Errors carry a protocol code (`SorokaError`). */
export interface Client {
  auth: AuthApi
  account: AccountApi
  chats: ChatsApi
  messages: MessagesApi
  people: PeopleApi
  connection(): Promise<ConnectionState>
  /** Hints from the platform: `navigator.onLine`, a tab that became visible. */
  wake(): Promise<void>
  subscribe(listener: (event: ClientEvent) => void): Promise<() => void>
  close(): Promise<void>
}
