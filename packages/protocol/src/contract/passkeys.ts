import * as z from 'zod/mini'
import { base64url, humanText, timestamp } from '../fields.ts'
import { flowId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { accountBlob, chainEntry } from './account-parts.ts'
import { open, signedIn } from './base.ts'
import { raises } from './errors.ts'

/** The id that an authenticator gives its credential (WebAuthn, at most 1,023 bytes), base64url. */
const credentialId = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(1364))
const bytes = base64url(4096)

/** What a browser gives of a new passkey; without the results of extensions, which are secret. */
const newPasskey = z.object({
  id: credentialId,
  response: z.object({ clientDataJSON: bytes, attestationObject: base64url(16_384) }),
})
/** What a browser gives of a passkey that was used; without the results of extensions. */
const usedPasskey = z.object({
  id: credentialId,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: z.optional(base64url(64)),
  }),
})
export type NewPasskey = z.infer<typeof newPasskey>
export type UsedPasskey = z.infer<typeof usedPasskey>

const unlockedAnswer = z.object({
  flow: flowId,
  user: userId,
  chain: z.array(chainEntry),
  blobs: z.array(accountBlob),
})

export const passkeys = {
  list: signedIn.route({ method: 'GET', path: '/auth/passkeys', summary: 'My passkeys, the newest first' }).output(
    z.object({
      passkeys: z.array(
        z.object({
          id: credentialId,
          name: z.string(),
          addedAt: timestamp,
          usedAt: z.nullable(timestamp),
          /** Fingerprint of its factor on the chain. */
          factor: base64url(32),
        }),
      ),
    }),
  ),
  start: signedIn
    .route({ method: 'POST', path: '/auth/passkeys/start', summary: 'A challenge for a new passkey, by the password' })
    .errors(raises('FLOW_UNKNOWN', 'LIMIT_REACHED', 'ORIGIN_WRONG'))
    .input(z.object({ flow: flowId }))
    .output(
      z.object({
        flow: flowId,
        challenge: base64url(32),
        rp: z.string(),
        /** Those that the authenticator must not make once more. */
        known: z.array(credentialId),
      }),
    ),
  add: signedIn
    .route({
      method: 'POST',
      path: '/auth/passkeys',
      summary: 'A passkey that opens the account; `unlocked` proves the password (auth/unlock)',
    })
    .errors(raises('FLOW_UNKNOWN', 'SIGNATURE_WRONG', 'CHAIN_CONFLICT', 'CHAIN_REFUSED', 'CONFLICT', 'ORIGIN_WRONG'))
    .input(
      z.object({
        flow: flowId,
        unlocked: flowId,
        name: humanText(limits.deviceName),
        passkey: newPasskey,
        /** `factor`: the key that its PRF gives. */
        entry: chainEntry,
        /** AS under it, by its own name (`as.p…`). */
        wrap: accountBlob,
      }),
    )
    .output(z.object({ id: credentialId })),
  remove: signedIn
    .route({ method: 'POST', path: '/auth/passkeys/remove', summary: 'A passkey that opens nothing any more' })
    .errors(raises('FLOW_UNKNOWN', 'CHAIN_CONFLICT', 'CHAIN_REFUSED', 'NOT_FOUND'))
    .input(z.object({ unlocked: flowId, id: credentialId, entry: chainEntry }))
    .output(z.object({ removed: z.boolean() })),
  signIn: {
    start: open
      .route({ method: 'POST', path: '/auth/passkeys/sign-in/start', summary: 'A challenge for any passkey of here' })
      .errors(raises('ORIGIN_WRONG'))
      .input(z.object({}))
      .output(z.object({ flow: flowId, challenge: base64url(32), rp: z.string() })),
    finish: open
      .route({
        method: 'POST',
        path: '/auth/passkeys/sign-in/finish',
        summary: 'The answer of a passkey; answers with what the new device needs to certify itself',
      })
      .errors(raises('FLOW_UNKNOWN', 'SIGNATURE_WRONG', 'PASSKEY_UNKNOWN', 'ORIGIN_WRONG', 'ACCOUNT_SUSPENDED'))
      .input(z.object({ flow: flowId, passkey: usedPasskey }))
      .output(unlockedAnswer),
  },
}
