import { deviceId, sessionId, SorokaError, userId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { Caller } from '../../platform/http/index.ts'
import { hmac, sameBytes } from '../../platform/keys/index.ts'

export const accessTokenLife = 10 * 60_000
const issuer = 'soroka'
const audience = 'soroka-api'
/** The only header that is ever accepted, byte for byte: no algorithm, type or key is taken from a token (S1). */
const header = encode({ alg: 'HS256', typ: 'at+jwt' })

const claims = z.strictObject({
  iss: z.literal(issuer),
  aud: z.literal(audience),
  sub: userId,
  did: deviceId,
  sid: sessionId,
  /** Generation of the refresh token that came with it. */
  gen: z.int(),
  dlv: z.enum(['cookie', 'body']),
  iat: z.int(),
  exp: z.int(),
})

export interface AccessGrant extends Caller {
  readonly generation: number
}

/** A JWT (RFC 9068 in spirit, RFC 8725 in letter) and when it ends, in ms. */
export function signAccessToken(
  key: Uint8Array,
  grant: AccessGrant,
  now: number,
): { token: string; expiresAt: number } {
  const iat = Math.floor(now / 1000)
  const exp = iat + accessTokenLife / 1000
  const { user, device, session, generation, delivery } = grant
  const body = {
    iss: issuer,
    aud: audience,
    sub: user,
    did: device,
    sid: session,
    gen: generation,
    dlv: delivery,
    iat,
    exp,
  }
  const signed = `${header}.${encode(body)}`
  return { token: `${signed}.${hmac(key, signed).toString('base64url')}`, expiresAt: exp * 1000 }
}

/** Who the token was given to. UNAUTHORIZED if we never made it, TOKEN_EXPIRED if it is over. */
export function verifyAccessToken(key: Uint8Array, token: string, now: number): AccessGrant {
  const [head, body, mac, ...more] = token.split('.')
  if (head !== header || body === undefined || mac === undefined || more.length > 0)
    throw new SorokaError('UNAUTHORIZED')
  const expected = hmac(key, `${head}.${body}`).toString('base64url')
  if (!sameBytes(Buffer.from(mac), Buffer.from(expected))) throw new SorokaError('UNAUTHORIZED')
  const parsed = claims.safeParse(decode(body))
  if (!parsed.success) throw new SorokaError('UNAUTHORIZED')
  const { sub, did, sid, gen, dlv, exp } = parsed.data
  if (exp * 1000 <= now) throw new SorokaError('TOKEN_EXPIRED')
  return { user: sub, device: did, session: sid, generation: gen, delivery: dlv }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}
