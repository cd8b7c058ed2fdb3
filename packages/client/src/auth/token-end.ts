import { fromBase64url, utf8Decode } from '@soroka/protocol/bytes'
import * as z from 'zod/mini'

const claims = z.object({ iat: z.int(), exp: z.int() })

/**
 * When a token that has just come ends by the clock of this device, in ms. Its life is taken from its own words (RFC 7519,
 * `iat` and `exp`, in s): by a clock that is a day wrong it would be renewed with every request, or never.
 */
export function endHere(accessToken: string, now: number): number {
  const { iat, exp } = claims.parse(JSON.parse(utf8Decode(fromBase64url(accessToken.split('.')[1] ?? ''))))
  return now + (exp - iat) * 1000
}
