import { XWing } from '@hpke/hybridkem-x-wing'
import { describe, expect, it } from 'vitest'
import { randomBytes } from './random.ts'
import { NativeXWing } from './x-wing.ts'

const bytes = (buffer: ArrayBuffer) => new Uint8Array(buffer)

describe('X-Wing with the X25519 of the platform', () => {
  it('gives the pairs of the library, and opens what it sealed and the other way round', async () => {
    const [ours, theirs] = [new NativeXWing(), new XWing()]
    for (let round = 0; round < 4; round++) {
      const seed = randomBytes(32)
      const [own, other] = await Promise.all([ours.generateKeyPairDerand(seed), theirs.generateKeyPairDerand(seed)])
      expect(bytes(await ours.serializePublicKey(own.publicKey))).toEqual(
        bytes(await theirs.serializePublicKey(other.publicKey)),
      )
      const here = await ours.encap({ recipientPublicKey: other.publicKey })
      const there = await theirs.encap({ recipientPublicKey: own.publicKey })
      expect(await theirs.decap({ recipientKey: other.privateKey, enc: here.enc })).toEqual(here.sharedSecret)
      expect(await ours.decap({ recipientKey: own.privateKey, enc: there.enc })).toEqual(there.sharedSecret)
    }
  })

  it('makes of the same randomness the same bytes', async () => {
    const seed = randomBytes(32)
    const ekm = randomBytes(64)
    const made = [new NativeXWing(), new XWing()].map(async (kem) => {
      const { publicKey } = await kem.generateKeyPairDerand(seed)
      return await kem.encap({ recipientPublicKey: publicKey, ekm })
    })
    const [ours, theirs] = await Promise.all(made)
    expect(ours).toEqual(theirs)
  })

  it('refuses a point that would give everybody the same secret', async () => {
    const kem = new NativeXWing()
    const pair = await kem.generateKeyPairDerand(randomBytes(32))
    const pub = bytes(await kem.serializePublicKey(pair.publicKey)).fill(0, 1184)
    await expect(kem.encap({ recipientPublicKey: await kem.deserializePublicKey(pub) })).rejects.toThrow()
  })
})
