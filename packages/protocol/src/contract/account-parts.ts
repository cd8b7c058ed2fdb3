import * as z from 'zod/mini'
import { base64url } from '../fields.ts'

/** One OPAQUE message (RFC 9807), base64url. */
export const opaque = base64url(2048)
/** One user-chain entry (records/user-chain). */
export const chainEntry = base64url(16_384)
export const signature = base64url(64)

/** Sealed things of the account that only its owner can open; `kind` is e.g. `as.password`, `as.recovery`, `ik`, `puk.1`. */
export const accountBlob = z.object({
  kind: z.string().check(z.regex(/^[a-z]+(\.[a-z0-9]+)?$/)),
  bytes: base64url(65_536),
})
