import type { SessionId } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { domainBytes } from '@soroka/protocol/records'

/** By the device key over 'soroka/v1/refresh\0' ‖ session ‖ generation u32 (R21). */
export async function signRefresh(deviceKey: CryptoKey, session: SessionId, generation: number): Promise<string> {
  const count = new Uint8Array(4)
  new DataView(count.buffer).setUint32(0, generation)
  const input = domainBytes('refresh', fromBase64url(session), count)
  return toBase64url(new Uint8Array(await crypto.subtle.sign('Ed25519', deviceKey, input)))
}
