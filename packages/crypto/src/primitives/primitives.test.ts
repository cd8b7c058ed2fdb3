import { toBase64url } from '@soroka/protocol/bytes'
import { describe, expect, it } from 'vitest'
import { flip } from '../testing/people.ts'
import { aeadOpen, aeadSeal, importAeadKey } from './aead.ts'
import { hkdfSha256 } from './hkdf.ts'
import { hpkeOpen, hpkeSeal, sealPairFromSeed } from './hpke.ts'
import { randomBytes } from './random.ts'
import { generateSignPair, sign, signPairFromSeed, verify } from './sign.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const none = new Uint8Array()

describe('HKDF-SHA-256', () => {
  it('RFC 5869 test case 1', () => {
    const okm = hkdfSha256(hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42)
    expect(toHex(okm)).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865')
  })

  it('RFC 5869 test case 3: no salt, no info', () => {
    expect(toHex(hkdfSha256(hex('0b'.repeat(22)), none, none, 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    )
  })
})

describe('Ed25519', () => {
  it('RFC 8032 test 2', async () => {
    const pair = await signPairFromSeed(hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))
    expect(toHex(pair.pub)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
    expect(toHex(await sign(pair.key, hex('72')))).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    )
  })

  it('refuses another message, signature or key, and bytes that are no key', async () => {
    const [pair, other] = await Promise.all([generateSignPair(), generateSignPair()])
    const message = randomBytes(40)
    const signature = await sign(pair.key, message)
    expect(await verify(pair.pub, signature, message)).toBe(true)
    expect(await verify(pair.pub, flip(signature, 63), message)).toBe(false)
    expect(await verify(pair.pub, signature, flip(message, 0))).toBe(false)
    expect(await verify(other.pub, signature, message)).toBe(false)
    expect(await verify(new Uint8Array(5), signature, message)).toBe(false)
    await expect(crypto.subtle.exportKey('pkcs8', pair.key)).rejects.toThrow()
  })
})

describe('AES-256-GCM', () => {
  it('test case 16 of the GCM specification', async () => {
    const key = await importAeadKey(hex('feffe9928665731c6d6a8f9467308308'.repeat(2)))
    const iv = hex('cafebabefacedbaddecaf888')
    const aad = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2')
    const plaintext = hex(
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    )
    const sealed = await aeadSeal(key, iv, plaintext, aad)
    expect(toHex(sealed)).toBe(
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
    )
    expect(await aeadOpen(key, iv, sealed, aad)).toEqual(plaintext)
    expect(await aeadOpen(key, iv, flip(sealed, 3), aad)).toBeNull()
    expect(await aeadOpen(key, flip(iv, 0), sealed, aad)).toBeNull()
    expect(await aeadOpen(key, iv, sealed, none)).toBeNull()
  })
})

describe('HPKE with X-Wing', () => {
  it('opens what was sealed, and nothing that differs', async () => {
    const pair = await sealPairFromSeed(randomBytes(32))
    const other = await sealPairFromSeed(randomBytes(32))
    const box = await hpkeSeal(pair.pub, hex('01'), hex('02'), randomBytes(32))
    expect(box.length).toBe(1168)
    expect((await hpkeOpen(pair.seed, hex('01'), hex('02'), box))?.length).toBe(32)
    expect(await hpkeOpen(pair.seed, hex('00'), hex('02'), box)).toBeNull()
    expect(await hpkeOpen(pair.seed, hex('01'), hex('00'), box)).toBeNull()
    expect(await hpkeOpen(other.seed, hex('01'), hex('02'), box)).toBeNull()
    for (const at of [0, 1087, 1088, 1119, 1120, 1167]) {
      expect(await hpkeOpen(pair.seed, hex('01'), hex('02'), flip(box, at))).toBeNull()
    }
    expect(await hpkeOpen(pair.seed, hex('01'), hex('02'), box.slice(0, 40))).toBeNull()
    await expect(hpkeSeal(new Uint8Array(10), none, none, none)).rejects.toMatchObject({ code: 'bad_key' })
  })

  it('a seed gives one pair', async () => {
    const pub = (await sealPairFromSeed(hex('7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26'))).pub
    // The first X-Wing test vector (draft-connolly-cfrg-xwing-kem): beginning and end of pk.
    expect(toHex(pub.subarray(0, 32))).toBe('e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5')
    expect(toBase64url(pub)).toHaveLength(1622)
  })
})
