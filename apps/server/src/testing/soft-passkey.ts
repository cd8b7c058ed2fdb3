import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** What of a ceremony differs from a right one. */
export interface Twist {
  readonly origin?: string
  readonly rp?: string
  readonly challenge?: string
  /** Whether its holder was verified. */
  readonly verified?: boolean
  readonly userHandle?: string
}

interface Asked {
  readonly challenge: string
  readonly origin: string
  readonly rp: string
}

/** An authenticator in software (WebAuthn level 3, Ed25519, attestation none). */
export class SoftPasskey {
  readonly id = text(randomBytes(16))
  counter = 0
  readonly #keys = generateKeyPairSync('ed25519')

  /** What a browser gives of a new passkey. */
  create(asked: Asked, twist: Twist = {}) {
    const { x } = this.#keys.publicKey.export({ format: 'jwk' })
    const id = Buffer.from(this.id, 'base64url')
    // COSE: {1: 1 (OKP), 3: -8 (EdDSA), -1: 6 (Ed25519), -2: x}
    const key = Buffer.concat([
      Buffer.from([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]),
      Buffer.from(x ?? '', 'base64url'),
    ])
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key])
    const data = Buffer.concat([this.#data(asked, twist, 0x40), attested])
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      Buffer.from([0x58, data.length]),
      data,
    ])
    const clientDataJSON = text(this.#client('webauthn.create', asked, twist))
    return { id: this.id, response: { clientDataJSON, attestationObject: text(attestationObject) } }
  }

  /** What a browser gives of a passkey that is used. */
  use(asked: Asked, twist: Twist = {}) {
    this.counter += 1
    const data = this.#data(asked, twist, 0)
    const client = this.#client('webauthn.get', asked, twist)
    const signature = sign(null, Buffer.concat([data, sha256(client)]), this.#keys.privateKey)
    const { userHandle } = twist
    const response = { clientDataJSON: text(client), authenticatorData: text(data), signature: text(signature) }
    return { id: this.id, response: { ...response, ...(userHandle === undefined ? {} : { userHandle }) } }
  }

  #data({ rp }: Asked, twist: Twist, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    const present = 0x01 | (twist.verified === false ? 0 : 0x04)
    return Buffer.concat([sha256(twist.rp ?? rp), Buffer.from([present | flags]), counter])
  }

  #client(type: string, { challenge, origin }: Asked, twist: Twist): Buffer {
    const facts = { type, challenge: twist.challenge ?? challenge, origin: twist.origin ?? origin, crossOrigin: false }
    return Buffer.from(JSON.stringify(facts))
  }
}
