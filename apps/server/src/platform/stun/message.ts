import { createHash, createHmac, randomBytes } from 'node:crypto'

/** Types of messages and attributes of RFC 8489 (STUN) and RFC 8656 (TURN), the few that an allocation needs. */
export const TYPE = { binding: 0x0001, allocate: 0x0003, refresh: 0x0004 } as const
export const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  transport: 0x0019,
} as const

const COOKIE = 0x21_12_a4_42
const HEADER = 20

export interface StunAnswer {
  readonly ok: boolean
  readonly transaction: Buffer
  readonly attributes: ReadonlyMap<number, Buffer>
  /** 401, 438, 486 …; undefined when it is no error. */
  readonly code: number | undefined
}

/** What a server of long-term credentials asks for. */
export interface Credentials {
  readonly username: string
  readonly password: string
  readonly realm: string
  readonly nonce: Buffer
}

/** One request. With credentials it is signed by them (RFC 8489, 9.2.2: MD5 is what the protocol says). */
export function encodeRequest(
  type: number,
  attributes: readonly (readonly [type: number, value: Buffer])[],
  credentials?: Credentials,
): { bytes: Buffer; transaction: Buffer } {
  const transaction = randomBytes(12)
  const all = [...attributes]
  if (credentials !== undefined) {
    const { username, realm, nonce } = credentials
    all.push(
      [ATTRIBUTE.username, Buffer.from(username)],
      [ATTRIBUTE.realm, Buffer.from(realm)],
      [ATTRIBUTE.nonce, nonce],
    )
  }
  const body = Buffer.concat(all.map(([name, value]) => encodeAttribute(name, value)))
  if (credentials === undefined)
    return { bytes: Buffer.concat([header(type, body.length, transaction), body]), transaction }
  // The length counts the signature, the signed bytes end before it.
  const signed = Buffer.concat([header(type, body.length + 24, transaction), body])
  const { username, realm, password } = credentials
  const key = createHash('md5').update(`${username}:${realm}:${password}`).digest()
  const mac = createHmac('sha1', key).update(signed).digest()
  return { bytes: Buffer.concat([signed, encodeAttribute(ATTRIBUTE.integrity, mac)]), transaction }
}

/** Undefined for what is no whole answer. */
export function decodeAnswer(bytes: Buffer): StunAnswer | undefined {
  if (bytes.length < HEADER || bytes.readUInt32BE(4) !== COOKIE) return undefined
  const end = HEADER + bytes.readUInt16BE(2)
  if (bytes.length < end) return undefined
  const attributes = new Map<number, Buffer>()
  for (let at = HEADER; at + 4 <= end;) {
    const length = bytes.readUInt16BE(at + 2)
    attributes.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length + ((4 - (length % 4)) % 4)
  }
  const error = attributes.get(ATTRIBUTE.error)
  const code = error === undefined || error.length < 4 ? undefined : (error[2] ?? 0) * 100 + (error[3] ?? 0)
  return { ok: (bytes.readUInt16BE(0) & 0x01_10) === 0x01_00, transaction: bytes.subarray(8, HEADER), attributes, code }
}

function header(type: number, length: number, transaction: Buffer): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16BE(type, 0)
  bytes.writeUInt16BE(length, 2)
  bytes.writeUInt32BE(COOKIE, 4)
  return Buffer.concat([bytes, transaction])
}

function encodeAttribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(value.length, 2)
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}
