import type { ChatId, DeviceId, NotifyLevel, NotifySettings } from '@soroka/protocol'
import type { PushDevice } from '@soroka/protocol/contract'

export type { NotifyLevel, NotifySettings, QuietHours } from '@soroka/protocol'
export type { PushDevice } from '@soroka/protocol/contract'

/** Where a browser wants its pushes, as `PushSubscription.toJSON` says it. */
export interface PushPlace {
  endpoint: string
  keys: { p256dh: string; auth: string }
  expiration?: number | null
}

/** Notifications of this account: what for, and how they reach its devices while no page is open. */
export interface PushApi {
  /** The server's public VAPID key, base64url. */
  key(): Promise<string>
  /** Tells the server where this device gets its pushes, and from now on which epochs it can open. */
  subscribe(place: PushPlace, lang: 'ru' | 'en'): Promise<PushDevice>
  unsubscribe(): Promise<void>
  /** No names and no words in notifications on this device; nothing sealed rides along either. */
  hidesContent(): Promise<boolean>
  hideContent(on: boolean): Promise<void>
  /** How pushes to each of my devices fare. */
  devices(): Promise<PushDevice[]>
  /** Sends one now, to this device if none is named. */
  test(device?: DeviceId): Promise<{ sent: boolean; device: PushDevice }>
  settings(): Promise<NotifySettings>
  change(settings: Partial<NotifySettings>): Promise<NotifySettings>
  /** Which messages of a chat notify me; null: as the settings say for its kind. */
  setLevel(chat: ChatId, level: NotifyLevel | null): Promise<void>
  /** Whether a person looks at this page, and at which chat: nothing is pushed that he sees anyway. */
  look(visible: boolean, chat: ChatId | null): Promise<void>
}
