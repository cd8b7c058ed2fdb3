import type { Queries } from '../db/index.ts'

export type MailKind =
  | 'sign_up_code'
  | 'account_exists'
  | 'recovery_code'
  | 'no_account'
  | 'old_address_code'
  | 'new_address_code'

/** A mail to write: what it says is made by its kind and language. */
export interface MailOrder {
  readonly kind: MailKind
  readonly to: string
  readonly locale: 'ru' | 'en'
  /** Six digits; left out of the kinds that hold none. */
  readonly code: string
  /** Whether the terminal may show it: somebody at this machine asked (S22). */
  readonly print: boolean
}

/** A finished mail. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Puts a mail into the queue, in the transaction that makes it necessary. */
export type Post = (tx: Queries, order: MailOrder) => Promise<void>

/** Brings a mail on its way; throws if it can't, and is then asked again later. */
export type Courier = (mail: Mail, print: boolean) => Promise<void>
