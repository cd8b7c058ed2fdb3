/**
 * The surface of the SDK: what a screen, a bot or a test may ask for and what it is told.
 * Everything here survives structured clone, so that the engine may live in a worker.
 */
import type { ChatId, DeviceId, FileId, MsgId, UserId } from '@soroka/protocol'
import type { Place } from '@soroka/protocol/contract'
import type { AdminApi } from './types/admin.ts'
import type { CallEvent, CallsApi } from './types/calls.ts'
import type { ChatsApi, ChatView, FolderView, GroupsApi, HeardView } from './types/chats.ts'
import type { UploadNews } from './types/files.ts'
import type { DevicesApi } from './types/devices.ts'
import type { FilesApi } from './types/files-api.ts'
import type { LinkWait } from './types/linking.ts'
import type { LineView, MessagesApi, MessageView } from './types/messages.ts'
import type { PasskeyAnswer, PasskeyChallenge, PasskeysApi } from './types/passkeys.ts'
import type { AccountApi, ContactsApi, PeopleApi, PersonView } from './types/people.ts'
import type { PushApi } from './types/push.ts'
import type { SearchApi } from './types/search.ts'
import type { StickersApi } from './types/stickers.ts'

export type * from './types/admin.ts'
export type * from './types/calls.ts'
export type * from './types/chats.ts'
export type * from './types/devices.ts'
export type * from './types/files.ts'
export type * from './types/files-api.ts'
export type * from './types/linking.ts'
export type * from './types/messages.ts'
export type * from './types/passkeys.ts'
export type * from './types/people.ts'
export type * from './types/push.ts'
export type * from './types/search.ts'
export type * from './types/stickers.ts'

/** `session: null` means signed out; `none` until the engine has read its database. */
export interface SessionView {
  user: UserId
  device: DeviceId
  name: string
  nickname: string
  email: string
}

export const endReasons = ['signed_out', 'revoked', 'reuse', 'storage_gone', 'deleted', 'suspended'] as const
/** revoked: from elsewhere; reuse: somebody used a copy of the session; storage_gone: the browser took the data away; deleted: the account is, by me; suspended: by those who run the server. */
export type EndReason = (typeof endReasons)[number]

/** offline: no network or no server; connecting, syncing: on the way; online: everything pulled. */
export type ConnectionState = 'offline' | 'connecting' | 'syncing' | 'online'

/** clock → one mark → two marks → two accent marks, or the red one. */
export type Delivery = 'pending' | 'failed' | 'sent' | 'delivered' | 'read'

export function deliveryOf(message: MessageView, chat: Pick<ChatView, 'peerDelivered' | 'peerRead'>): Delivery {
  if (message.state !== 'sent' || message.seq === undefined) return message.state === 'failed' ? 'failed' : 'pending'
  if (message.seq <= chat.peerRead) return 'read'
  return message.seq <= chat.peerDelivered ? 'delivered' : 'sent'
}

export type ClientEvent =
  | { type: 'session'; session: SessionView | null; reason?: EndReason }
  | { type: 'connection'; state: ConnectionState }
  | { type: 'chats'; upserts: ChatView[]; removed: ChatId[] }
  | { type: 'messages'; chat: ChatId; upserts: MessageView[]; removed: string[] }
  | { type: 'lines'; chat: ChatId; upserts: LineView[] }
  | { type: 'folders'; folders: FolderView[] }
  /** How far the search index is. */
  | { type: 'search'; indexed: number; total: number }
  /** The full set of people typing in the chat now. */
  | { type: 'typing'; chat: ChatId; users: UserId[] }
  | { type: 'people'; upserts: PersonView[] }
  /** Bytes of a message's files that the server has; previews count as files of their own. */
  | { type: 'uploads'; chat: ChatId; message: MsgId; files: UploadNews[] }
  /** Sealed bytes of a file that this tab has got of all; null when it is here, or was given up. */
  | { type: 'download'; file: FileId; progress: { got: number; total: number } | null }
  /** Packs, favourites or saved GIFs are others now. */
  | { type: 'stickers' }
  /** Something in this chat was listened to. */
  | { type: 'heard'; chat: ChatId; heard: HeardView }
  | CallEvent
  /** Notification settings, or a device's subscription, are others now. */
  | { type: 'push' }
  /** My devices, or what they are called, may be others now. */
  | { type: 'devices' }
  | { type: 'update_needed' }

export type LinkProgress = LinkWait | { is: 'in'; session: SessionView }

export interface AuthApi {
  /** A sign-in by a passkey, which needs nothing else. */
  startPasskey(): Promise<PasskeyChallenge>
  /** `secret`: what its PRF gave, 32 bytes. @throws SorokaError PASSKEY_UNKNOWN, SIGNATURE_WRONG */
  finishPasskey(input: PasskeyAnswer): Promise<SessionView>
  /** What the server is called, and who may sign up: for whoever has no account yet. */
  place(): Promise<Place>
  /** Whether an invite lets somebody in. INVITE_INVALID. */
  checkInvite(token: string): Promise<void>
  /** Starts the sign-up; a code is on its way by e-mail. The password never leaves the device (OPAQUE). */
  signUp(input: {
    name: string
    email: string
    password: string
    locale: 'ru' | 'en'
    setupToken?: string
    /** The token of an invite to this server. */
    invite?: string
  }): Promise<{ codeExpiresAt: number }>
  resendCode(): Promise<{ codeExpiresAt: number }>
  /** Ends the sign-up that this client began. The recovery key is shown once here, and by `recoveryKey` until it is saved. */
  confirm(input: { code: string }): Promise<{ session: SessionView; recoveryKey: string }>
  /** @throws SorokaError SECOND_FACTOR_NEEDED: `confirmSignIn` goes on with a code */
  signIn(input: { email: string; password: string }): Promise<SessionView>
  /** Six digits of the authenticator, or a backup code; a wrong one may be tried again (CODE_WRONG with triesLeft). */
  confirmSignIn(input: { code: string }): Promise<SessionView>
  /** A code for a device that is signed in: it brings this one in, without the password. Another one each time. */
  startLink(): Promise<{ code: string; expiresAt: number }>
  /**
   * How it stands with the code; to be asked every second or two. Ends the sign-in once it was approved.
   * @throws SorokaError LINK_OVER, LINK_REFUSED; LINK_CODE_WRONG where somebody else than the reader of the code approved
   */
  lookAtLink(): Promise<LinkProgress>
  startRecovery(input: { email: string; locale: 'ru' | 'en' }): Promise<{ codeExpiresAt: number }>
  /** `recoveryKey`: 24 words; `secondFactor` once SECOND_FACTOR_NEEDED was thrown. */
  finishRecovery(input: {
    code: string
    recoveryKey: string
    password: string
    secondFactor?: string
  }): Promise<SessionView>
  /** Ends the session and wipes every trace on this device; the account stays. */
  signOut(): Promise<void>
  /**
   * Deletes the account for good, and wipes this device; the others end by themselves.
   * @throws SorokaError CREDENTIALS_WRONG; FORBIDDEN with `reason: 'owner'`: hand the server over first
   */
  deleteAccount(input: { password: string }): Promise<void>
  session(): Promise<SessionView | null>
  /** The words, as long as this device has them and they were not said to be saved; else null. */
  recoveryKey(): Promise<string | null>
  recoverySaved(): Promise<void>
  /** Another address for the account: a code is on its way to the old one and to the new one. */
  startEmailChange(input: { password: string; email: string }): Promise<{ codeExpiresAt: number }>
  finishEmailChange(input: { oldCode: string; newCode: string }): Promise<void>
  /** Whether sign-ins need a code, and how many backup codes are left. */
  totp(): Promise<{ enabled: boolean; backupCodes: number }>
  /** A new secret, as letters and as the address of a QR code; it counts once `enableTotp` has proved it. */
  startTotp(input: { password: string }): Promise<{ secret: string; uri: string }>
  /** @returns ten backup codes, shown once */
  enableTotp(input: { code: string }): Promise<string[]>
  /** Ten others in the place of those before, shown once. */
  renewBackupCodes(input: { password: string; code: string }): Promise<string[]>
  disableTotp(input: { password: string; code: string }): Promise<void>
  /** Other words in the place of the ones before, which open nothing from then on; kept here until they are saved. */
  replaceRecoveryKey(input: { password: string }): Promise<string>
  /**
   * Another password; the history stays. `endOthers`: somebody else may know the old one, so all other devices end and all
   * keys are made anew.
   * @throws SorokaError CREDENTIALS_WRONG; CONFLICT when another device changed it in the same moment
   */
  changePassword(input: { password: string; newPassword: string; endOthers: boolean }): Promise<void>
}

/** The engine of one account on one device. Errors carry a protocol code (`SorokaError`). */
export interface Client {
  auth: AuthApi
  account: AccountApi
  devices: DevicesApi
  passkeys: PasskeysApi
  chats: ChatsApi
  messages: MessagesApi
  groups: GroupsApi
  contacts: ContactsApi
  people: PeopleApi
  search: SearchApi
  files: FilesApi
  stickers: StickersApi
  calls: CallsApi
  push: PushApi
  admin: AdminApi
  connection(): Promise<ConnectionState>
  /** Hints from the platform: `navigator.onLine`, a tab that became visible. */
  wake(): Promise<void>
  subscribe(listener: (event: ClientEvent) => void): Promise<() => void>
  close(): Promise<void>
}
