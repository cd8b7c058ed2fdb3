import { ready, server } from '@serenity-kit/opaque'
import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { hmac } from '../../platform/keys/index.ts'

/** Bytes of a registration upload of this suite (ristretto255, SHA-512): key 32, masking key 64, envelope 96. */
const recordBytes = 192

/** The server's side of OPAQUE (RFC 9807). The credential identifier is the user id, so an e-mail may change. */
export interface Opaque {
  /** BAD_REQUEST when it is no message of OPAQUE. */
  registrationResponse(user: UserId, registrationRequest: string): string
  /** `record` is null for an unknown address: then the answer is a fake one, always the same for that address (S7). */
  startLogin(
    user: UserId,
    record: string | null,
    startLoginRequest: string,
  ): { loginState: string; loginResponse: string }
  /** Whether the password was proved. */
  finishLogin(loginState: string, finishLoginRequest: string): boolean
  /** A user id for an address that has none, the same each time. */
  fakeUser(email: string): UserId
  isRecord(record: string): boolean
}

export async function createOpaque(serverSetup: string, enumerationKey: Uint8Array): Promise<Opaque> {
  await ready
  return {
    registrationResponse: (user, registrationRequest) =>
      orBadRequest(
        () =>
          server.createRegistrationResponse({ serverSetup, userIdentifier: user, registrationRequest })
            .registrationResponse,
      ),
    startLogin: (user, record, startLoginRequest) =>
      orBadRequest(() => {
        const { serverLoginState, loginResponse } = server.startLogin({
          serverSetup,
          userIdentifier: user,
          registrationRecord: record,
          startLoginRequest,
        })
        return { loginState: serverLoginState, loginResponse }
      }),
    finishLogin: (serverLoginState, finishLoginRequest) => {
      try {
        server.finishLogin({ serverLoginState, finishLoginRequest })
        return true
      } catch {
        // The library throws for a wrong password and for a malformed message alike.
        return false
      }
    },
    fakeUser: (email) => hmac(enumerationKey, 'user\0', email).subarray(0, 16).toString('base64url') as UserId,
    isRecord: (record) => Buffer.from(record, 'base64url').length === recordBytes,
  }
}

function orBadRequest<T>(run: () => T): T {
  try {
    return run()
  } catch {
    throw new SorokaError('BAD_REQUEST', { reason: 'not a message of OPAQUE' })
  }
}
