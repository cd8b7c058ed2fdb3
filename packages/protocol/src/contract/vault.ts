import * as z from 'zod/mini'
import { base64url, seq } from '../fields.ts'
import { limits } from '../limits.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

/** The name of an entry: 16 bytes of an HMAC, so that the server does not learn what it is about. */
const entryKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/))
const sealed = base64url(limits.vaultEntryBytes)

/** An entry of the account's sealed settings; `version` counts its writes, `rev` those of the whole vault. */
export const vaultEntry = z.object({ key: entryKey, version: seq, rev: seq, sealed })
export type VaultEntry = z.infer<typeof vaultEntry>

export const vault = {
  list: signedIn
    .route({
      method: 'GET',
      path: '/account/vault',
      summary: 'Sealed entries that changed after a revision, oldest first',
    })
    .input(z.object({ after: z.optional(z.string().check(z.regex(/^\d{1,15}$/))) }))
    .output(z.object({ entries: z.array(vaultEntry), more: z.boolean() })),
  put: signedIn
    .route({
      method: 'PUT',
      path: '/account/vault/{key}',
      summary: 'Write an entry if `version` is one above the stored one; else CONFLICT with `entry`',
    })
    .errors(raises('CONFLICT', 'LIMIT_REACHED'))
    .input(z.object({ key: entryKey, version: seq, sealed }))
    .output(z.object({ rev: seq })),
}
