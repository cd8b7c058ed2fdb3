import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import type { NewPasskey, PasskeyChallenge, UsedPasskey } from '@soroka/client/types'
import { EngineError } from '../../../engine/errors.ts'

interface Answered<T> {
  passkey: T
  /** What its PRF gave for our salt: 32 bytes that never leave this device. */
  secret: Uint8Array<ArrayBuffer>
}

/** ms that a person may take. */
const timeout = 120_000
/** The same for all: a passkey answers before anybody knows whose it is. Its authenticator mixes in a secret of its own. */
const prf = { prf: { eval: { first: new TextEncoder().encode('soroka/v1/passkey-prf\0') } } }

/** Lets the person choose one of his passkeys. @returns null when he thought better of it; EngineError PASSKEY_KEYLESS */
export async function askPasskey(
  { challenge, rp }: Pick<PasskeyChallenge, 'challenge' | 'rp'>,
  only: string | null = null,
): Promise<Answered<UsedPasskey> | null> {
  const chosen = only === null ? {} : { allowCredentials: [{ id: only, type: 'public-key' as const }] }
  const options = { challenge, timeout, rpId: rp, userVerification: 'required' as const, extensions: prf, ...chosen }
  const answer = await unlessCancelled(() => startAuthentication({ optionsJSON: options }))
  if (answer === null) return null
  const { id, response } = answer
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  const used = { clientDataJSON, authenticatorData, signature, ...(userHandle === undefined ? {} : { userHandle }) }
  const secret = secretOf(answer.clientExtensionResults)
  if (secret === null) throw new EngineError('PASSKEY_KEYLESS')
  return { passkey: { id, response: used }, secret }
}

interface Wanted extends Pick<PasskeyChallenge, 'challenge' | 'rp'> {
  user: string
  account: string
  known: readonly string[]
}

/** Makes one. @returns null when the person thought better of it; EngineError PASSKEY_KEYLESS, CONFLICT for one that is there */
export async function makePasskey({
  challenge,
  rp,
  user,
  account,
  known,
}: Wanted): Promise<Answered<NewPasskey> | null> {
  const made = await unlessCancelled(() =>
    startRegistration({
      optionsJSON: {
        challenge,
        timeout,
        rp: { id: rp, name: 'Soroka' },
        user: { id: user, name: account, displayName: account },
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' as const })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
        excludeCredentials: known.map((id) => ({ id, type: 'public-key' as const })),
        extensions: { prf: {} },
      },
    }),
  )
  if (made === null) return null
  const { id, response } = made
  const { clientDataJSON, attestationObject } = response
  const passkey = { id, response: { clientDataJSON, attestationObject } }
  // Not all give the secret when they are made, all do when they are used. Nobody but us sees this answer: any challenge does.
  const used = await askPasskey({ challenge, rp }, id)
  return used === null ? null : { passkey, secret: used.secret }
}

interface Results {
  readonly prf?: { readonly results?: { readonly first?: unknown } }
}

function secretOf(results: Results): Uint8Array<ArrayBuffer> | null {
  const first = results.prf?.results?.first
  if (first instanceof ArrayBuffer) return new Uint8Array(first)
  return first instanceof Uint8Array ? new Uint8Array(first) : null
}

async function unlessCancelled<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
      throw new EngineError('CONFLICT')
    if (error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name)) return null
    throw error
  }
}
