import { Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { UserId } from '../ids.ts'
import { ID_BYTES } from './format.ts'
import { domainBytes, hashRecord } from './hash.ts'

/** What changes in one compare-and-set transaction when a password changes (rule 10). */
export type PasswordChange = {
  readonly user: UserId
  /** The new version of the account's blobs: the old one + 1. */
  readonly version: number
  /** The new OPAQUE registration record. */
  readonly opaqueRecord: Uint8Array
  /** The new wrap of AS for the password. */
  readonly wrap: Uint8Array
  /** The chain entry that names the password's new factor. */
  readonly entry: Uint8Array
}

/** What authKey signs for a password change; the server checks it with the chain's authPub. */
export function passwordChangeInput(change: PasswordChange): Bytes {
  const writer = new Writer().id(change.user, ID_BYTES).u32(change.version)
  for (const part of [change.opaqueRecord, change.wrap, change.entry]) writer.raw(hashRecord('password-part', part))
  return domainBytes('password', writer.finish())
}

/** What authKey signs to prove that an account secret is at hand; the challenge is the server's and is used once. */
export function authChallengeInput(user: UserId, challenge: Uint8Array): Bytes {
  return domainBytes('auth', new Writer().id(user, ID_BYTES).bytes16(challenge).finish())
}

/** What a device key signs to be let in or to refresh (rule 21); the challenge is the server's and is used once. */
export function deviceChallengeInput(user: UserId, challenge: Uint8Array): Bytes {
  return domainBytes('device-auth', new Writer().id(user, ID_BYTES).bytes16(challenge).finish())
}
