import type { FlowId, UserId } from '@soroka/protocol'
import type { NewPasskey, UsedPasskey } from '@soroka/protocol/contract'

export type { NewPasskey, UsedPasskey }

export interface PasskeyView {
  /** The credential's, base64url. */
  id: string
  name: string
  addedAt: number
  usedAt: number | null
}

/** What the browser is asked with (WebAuthn). */
export interface PasskeyChallenge {
  flow: FlowId
  /** base64url, 32 bytes. */
  challenge: string
  /** The name that passkeys are bound to: the host of the server. */
  rp: string
}

/** The ceremony itself is the page's, which alone may ask for it; `secret` is what the passkey's PRF gave it, 32 bytes. */
export interface PasskeysApi {
  list(): Promise<PasskeyView[]>
  /** @throws SorokaError CREDENTIALS_WRONG; LIMIT_REACHED */
  start(input: { password: string }): Promise<PasskeyChallenge & { known: string[]; user: UserId; account: string }>
  /** One more way to open the account. */
  add(input: {
    password: string
    flow: FlowId
    name: string
    passkey: NewPasskey
    secret: Uint8Array<ArrayBuffer>
  }): Promise<void>
  /** It opens nothing from then on. */
  remove(input: { password: string; id: string }): Promise<void>
}

/** What a passkey answered at a sign-in. */
export interface PasskeyAnswer {
  flow: FlowId
  passkey: UsedPasskey
  secret: Uint8Array<ArrayBuffer>
}
