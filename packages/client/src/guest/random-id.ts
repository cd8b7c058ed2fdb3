import { randomBytes } from '@soroka/crypto'
import { toBase64url } from '@soroka/protocol/bytes'

/** 16 random bytes. */
export function randomId<T extends string>(): T {
  return toBase64url(randomBytes(16)) as T
}
