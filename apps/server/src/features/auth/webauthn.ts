import { SorokaError } from '@soroka/protocol'
import type { NewPasskey, UsedPasskey } from '@soroka/protocol/contract'
import type { RequestContext } from '../../platform/http/index.ts'

/** A page of ours and the name that its passkeys are bound to. ORIGIN_WRONG for programs and for other pages. */
export function relyingParty({ origin, originAllowed }: RequestContext): { origin: string; rp: string } {
  if (origin === undefined || !originAllowed) throw new SorokaError('ORIGIN_WRONG')
  return { origin, rp: new URL(origin).hostname }
}

interface Asked {
  readonly challenge: string
  readonly origin: string
  readonly rp: string
}

/** The public key of a passkey that was just made (WebAuthn level 3, 7.1). SIGNATURE_WRONG unless it answers this challenge. */
export async function verifyNew(passkey: NewPasskey, { challenge, origin, rp }: Asked) {
  // Loaded by the first passkey: few servers have one in their first minute.
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const result = await orWrong(() =>
    verifyRegistrationResponse({
      response: { ...whole(passkey), response: passkey.response },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rp,
      requireUserVerification: true,
    }),
  )
  if (!result.verified) throw new SorokaError('SIGNATURE_WRONG')
  const { id, publicKey, counter } = result.registrationInfo.credential
  return { id, publicKey: Buffer.from(publicKey), counter }
}

/** The new counter of a passkey that was used (7.2). SIGNATURE_WRONG unless its holder was verified for this challenge. */
export async function verifyUsed(
  passkey: UsedPasskey,
  known: { readonly id: string; readonly publicKey: Buffer; readonly counter: number },
  { challenge, origin, rp }: Asked,
): Promise<number> {
  const { userHandle, ...response } = passkey.response
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const result = await orWrong(() =>
    verifyAuthenticationResponse({
      response: { ...whole(passkey), response: { ...response, ...(userHandle === undefined ? {} : { userHandle }) } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rp,
      credential: { id: known.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter },
      requireUserVerification: true,
    }),
  )
  if (!result.verified) throw new SorokaError('SIGNATURE_WRONG')
  return result.authenticationInfo.newCounter
}

function whole({ id }: { readonly id: string }) {
  return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} }
}

/** The library throws for whatever does not fit. */
async function orWrong<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch {
    throw new SorokaError('SIGNATURE_WRONG')
  }
}
