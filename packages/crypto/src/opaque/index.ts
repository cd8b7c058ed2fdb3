import { client, ready } from '@serenity-kit/opaque'
import { fromBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'

/**
 * Argon2id with 64 MiB, 3 passes, 4 lanes (RFC 9106, second recommendation): what each guess costs someone who stole the
 * server's data. A phone needs about half a second.
 */
const KEY_STRETCHING = 'memory-constrained'

/** Between start and finish; holds the password's blinding, so keep it in memory only. */
export type OpaqueRegistration = { readonly state: string; readonly request: string }
export type OpaqueLogin = { readonly state: string; readonly request: string }

/** First message of a registration or a password change (RFC 9807); `request` goes to the server. */
export async function startRegistration(password: string): Promise<OpaqueRegistration> {
  await ready
  const { clientRegistrationState, registrationRequest } = client.startRegistration({
    password: password.normalize('NFKC'),
  })
  return { state: clientRegistrationState, request: registrationRequest }
}

/** `record` goes to the server; `exportKey` (64 bytes) is known to the client alone and opens the account secret. */
export async function finishRegistration(args: {
  readonly password: string
  readonly state: string
  readonly response: string
}): Promise<{ record: string; exportKey: Bytes; serverPublicKey: string }> {
  await ready
  const done = client.finishRegistration({
    password: args.password.normalize('NFKC'),
    clientRegistrationState: args.state,
    registrationResponse: args.response,
    keyStretching: KEY_STRETCHING,
  })
  return {
    record: done.registrationRecord,
    exportKey: fromBase64url(done.exportKey),
    serverPublicKey: done.serverStaticPublicKey,
  }
}

/** First message of a sign-in; `request` goes to the server. */
export async function startLogin(password: string): Promise<OpaqueLogin> {
  await ready
  const { clientLoginState, startLoginRequest } = client.startLogin({ password: password.normalize('NFKC') })
  return { state: clientLoginState, request: startLoginRequest }
}

/** Null for a wrong password (or a server that doesn't hold its record). `finish` goes to the server. */
export async function finishLogin(args: {
  readonly password: string
  readonly state: string
  readonly response: string
}): Promise<{ finish: string; sessionKey: Bytes; exportKey: Bytes; serverPublicKey: string } | null> {
  await ready
  const done = client.finishLogin({
    password: args.password.normalize('NFKC'),
    clientLoginState: args.state,
    loginResponse: args.response,
    keyStretching: KEY_STRETCHING,
  })
  if (done === undefined) return null
  return {
    finish: done.finishLoginRequest,
    sessionKey: fromBase64url(done.sessionKey),
    exportKey: fromBase64url(done.exportKey),
    serverPublicKey: done.serverStaticPublicKey,
  }
}
