import { Reader, RecordError, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { DeviceId, UserId } from '../ids.ts'
import {
  ID_BYTES,
  readFormat,
  SEAL_PUBLIC_BYTES,
  SIGN_PUBLIC_BYTES,
  SIGNATURE_BYTES,
  WRAP_BYTES,
  writeFormat,
} from './format.ts'
import { domainBytes, HASH_BYTES, hashRecord } from './hash.ts'

export const CHAIN_OP = {
  create: 1,
  puk: 2,
  device_add: 3,
  device_revoke: 4,
  factor: 5,
  factor_remove: 6,
  reset: 7,
} as const
export type ChainOp = (typeof CHAIN_OP)[keyof typeof CHAIN_OP]

export const FACTOR = { password: 1, recovery: 2, passkey: 3 } as const
export type FactorKind = (typeof FACTOR)[keyof typeof FACTOR]
const MAX_FACTORS = 16

/** The public half of a pair that a password, recovery key or passkey derives: a new secret can be sealed to it unseen. */
export type Factor = { readonly kind: FactorKind; readonly pub: Bytes }

/** A device as certified: its id and keys. Its name stays off the chain. */
export type ChainDevice = { readonly id: DeviceId; readonly signPub: Bytes; readonly sealPub: Bytes }

/** The body of create and reset: an identity with all that hangs on it. */
export type IdentityBody = {
  readonly ikPub: Bytes
  /** Ed25519 key derived from AS: proves to the server that a request comes from the account's owner. */
  readonly authPub: Bytes
  readonly pukGen: number
  readonly pukPub: Bytes
  readonly factors: readonly Factor[]
  readonly device: ChainDevice
}

export type ChainChange =
  | ({ readonly op: typeof CHAIN_OP.create } & IdentityBody)
  | ({ readonly op: typeof CHAIN_OP.reset } & IdentityBody)
  | {
      readonly op: typeof CHAIN_OP.puk
      readonly gen: number
      readonly pub: Bytes
      /** The previous generation's seed under this one's (60 bytes). */
      readonly prevWrap: Bytes
      /** Changes with AS, which is replaced together with the PUK (rule 1). */
      readonly authPub: Bytes
    }
  | { readonly op: typeof CHAIN_OP.device_add; readonly device: ChainDevice }
  | { readonly op: typeof CHAIN_OP.device_revoke; readonly device: DeviceId }
  | { readonly op: typeof CHAIN_OP.factor; readonly factor: Factor }
  | { readonly op: typeof CHAIN_OP.factor_remove; readonly fp: Bytes }

/** One link of a person's chain of keys, signed by his identity key. */
export type ChainEntry = {
  readonly user: UserId
  /** 0, 1, 2 … */
  readonly seq: number
  /** Hash of entry seq - 1; ORIGIN_HASH for the first. */
  readonly prevHash: Bytes
  readonly change: ChainChange
  readonly sig: Bytes
}

export type UnsignedChainEntry = Omit<ChainEntry, 'sig'>

/** Fingerprint of an identity key, 32 bytes: what is pinned and what rosters name. */
export function fingerprintIk(ikPub: Uint8Array): Bytes {
  return hashRecord('ik', ikPub)
}

/** Fingerprint of a PUK's public half, 32 bytes. */
export function fingerprintPuk(pub: Uint8Array): Bytes {
  return hashRecord('puk', pub)
}

/** Fingerprint of a factor's public half, 32 bytes. */
export function fingerprintFactor(pub: Uint8Array): Bytes {
  return hashRecord('factor', pub)
}

/** What IK signs. */
export function chainSigningInput(entry: UnsignedChainEntry): Bytes {
  return domainBytes('user-chain', writeUnsigned(entry).finish())
}

export function encodeChainEntry(entry: ChainEntry): Bytes {
  return writeUnsigned(entry).fixed(entry.sig, SIGNATURE_BYTES).finish()
}

export function hashChainEntry(entry: ChainEntry | Uint8Array): Bytes {
  return hashRecord('user-chain', entry instanceof Uint8Array ? entry : encodeChainEntry(entry))
}

/** RecordError for anything that encodeChainEntry would not have written. */
export function decodeChainEntry(bytes: Uint8Array): ChainEntry {
  const reader = new Reader(bytes)
  readFormat(reader)
  const user = reader.id<UserId>(ID_BYTES)
  const seq = reader.u32()
  const prevHash = reader.fixed(HASH_BYTES)
  const change = readChange(reader)
  const sig = reader.fixed(SIGNATURE_BYTES)
  reader.end()
  return { user, seq, prevHash, change, sig }
}

function writeUnsigned(entry: UnsignedChainEntry): Writer {
  const writer = writeFormat(new Writer())
    .id(entry.user, ID_BYTES)
    .u32(entry.seq)
    .fixed(entry.prevHash, HASH_BYTES)
    .u8(entry.change.op)
  return writeChange(writer, entry.change)
}

function writeChange(writer: Writer, change: ChainChange): Writer {
  switch (change.op) {
    case CHAIN_OP.create:
    case CHAIN_OP.reset:
      return writeIdentity(writer, change)
    case CHAIN_OP.puk:
      return writer
        .u32(change.gen)
        .fixed(change.pub, SEAL_PUBLIC_BYTES)
        .fixed(change.prevWrap, WRAP_BYTES)
        .fixed(change.authPub, SIGN_PUBLIC_BYTES)
    case CHAIN_OP.device_add:
      return writeDevice(writer, change.device)
    case CHAIN_OP.device_revoke:
      return writer.id(change.device, ID_BYTES)
    case CHAIN_OP.factor:
      return writeFactor(writer, change.factor)
    case CHAIN_OP.factor_remove:
      return writer.fixed(change.fp, HASH_BYTES)
  }
}

function readChange(reader: Reader): ChainChange {
  const op = reader.u8()
  switch (op) {
    case CHAIN_OP.create:
    case CHAIN_OP.reset:
      return { op, ...readIdentity(reader) }
    case CHAIN_OP.puk:
      return {
        op,
        gen: reader.u32(),
        pub: reader.fixed(SEAL_PUBLIC_BYTES),
        prevWrap: reader.fixed(WRAP_BYTES),
        authPub: reader.fixed(SIGN_PUBLIC_BYTES),
      }
    case CHAIN_OP.device_add:
      return { op, device: readDevice(reader) }
    case CHAIN_OP.device_revoke:
      return { op, device: reader.id<DeviceId>(ID_BYTES) }
    case CHAIN_OP.factor:
      return { op, factor: readFactor(reader) }
    case CHAIN_OP.factor_remove:
      return { op, fp: reader.fixed(HASH_BYTES) }
    default:
      throw new RecordError('range', `chain op ${op}`)
  }
}

function writeIdentity(writer: Writer, body: IdentityBody): Writer {
  writer
    .fixed(body.ikPub, SIGN_PUBLIC_BYTES)
    .fixed(body.authPub, SIGN_PUBLIC_BYTES)
    .u32(body.pukGen)
    .fixed(body.pukPub, SEAL_PUBLIC_BYTES)
    .u8(body.factors.length)
  if (body.factors.length > MAX_FACTORS) throw new RecordError('too_large', 'factors')
  for (const factor of body.factors) writeFactor(writer, factor)
  return writeDevice(writer, body.device)
}

function readIdentity(reader: Reader): IdentityBody {
  const ikPub = reader.fixed(SIGN_PUBLIC_BYTES)
  const authPub = reader.fixed(SIGN_PUBLIC_BYTES)
  const pukGen = reader.u32()
  const pukPub = reader.fixed(SEAL_PUBLIC_BYTES)
  const count = reader.u8()
  if (count > MAX_FACTORS) throw new RecordError('too_large', 'factors')
  const factors: Factor[] = []
  for (let i = 0; i < count; i++) factors.push(readFactor(reader))
  return { ikPub, authPub, pukGen, pukPub, factors, device: readDevice(reader) }
}

function writeFactor(writer: Writer, factor: Factor): Writer {
  return writer.u8(factor.kind).fixed(factor.pub, SEAL_PUBLIC_BYTES)
}

function readFactor(reader: Reader): Factor {
  const kind = reader.u8()
  if (kind !== FACTOR.password && kind !== FACTOR.recovery && kind !== FACTOR.passkey)
    throw new RecordError('range', 'factor')
  return { kind, pub: reader.fixed(SEAL_PUBLIC_BYTES) }
}

function writeDevice(writer: Writer, device: ChainDevice): Writer {
  return writer
    .id(device.id, ID_BYTES)
    .fixed(device.signPub, SIGN_PUBLIC_BYTES)
    .fixed(device.sealPub, SEAL_PUBLIC_BYTES)
}

function readDevice(reader: Reader): ChainDevice {
  return {
    id: reader.id<DeviceId>(ID_BYTES),
    signPub: reader.fixed(SIGN_PUBLIC_BYTES),
    sealPub: reader.fixed(SEAL_PUBLIC_BYTES),
  }
}
