import type { SessionId } from '@soroka/protocol'
import { domainBytes } from '@soroka/protocol/records'
import { hmac, sameBytes } from '../../platform/keys/index.ts'

/**
 * The refresh token of one generation of a session: u32 generation ‖ 32 bytes. It is derived from a key of the server
 * and the session's salt, so that a lost reply can be answered again, an old token is told from a forged one, and
 * neither the database nor the key alone gives one away (S2).
 */
export function refreshToken(key: Uint8Array, session: SessionId, salt: Uint8Array, generation: number): string {
  return Buffer.concat([u32(generation), mac(key, session, salt, generation)]).toString('base64url')
}

/** The generation of a token that this session was given once, or undefined if it never was. */
export function generationOf(key: Uint8Array, session: SessionId, salt: Uint8Array, token: string): number | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 36 || bytes.toString('base64url') !== token) return undefined
  const generation = bytes.readUInt32BE(0)
  return sameBytes(bytes.subarray(4), mac(key, session, salt, generation)) ? generation : undefined
}

/** What the device signs at a refresh: that it holds its key, for this session and this generation (R21). */
export function refreshInput(session: SessionId, generation: number): Uint8Array {
  return domainBytes('refresh', Buffer.from(session, 'base64url'), u32(generation))
}

function mac(key: Uint8Array, session: SessionId, salt: Uint8Array, generation: number): Buffer {
  return hmac(key, 'refresh-token\0', Buffer.from(session, 'base64url'), salt, u32(generation))
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
