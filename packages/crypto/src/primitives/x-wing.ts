import { HkdfSha256, X25519 } from '@hpke/dhkem-x25519'
import { XWing } from '@hpke/hybridkem-x-wing'
import { concat } from '@soroka/protocol/bytes'
import { owned } from './owned.ts'

/** DER of a PKCS #8 X25519 key up to the scalar (RFC 8410). */
const PKCS8_PREFIX = new Uint8Array([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20])

/** X25519 by WebCrypto: ten times quicker than in script, and in constant time. */
class NativeX25519 extends X25519 {
  override async derive(scalar: Uint8Array, point: Uint8Array): Promise<Uint8Array> {
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.importKey('pkcs8', concat(PKCS8_PREFIX, scalar), 'X25519', false, ['deriveBits']),
      crypto.subtle.importKey('raw', owned(point), 'X25519', false, []),
    ])
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: publicKey }, privateKey, 256))
  }
}

/** The library's X-Wing with the platform's X25519: a group of a thousand seals a thousand boxes (E24). */
export class NativeXWing extends XWing {
  protected override _x25519: X25519 = new NativeX25519(new HkdfSha256())
}
