import { equal } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { DeviceId, UserId } from '../ids.ts'
import { CHAIN_OP, FACTOR, fingerprintFactor, fingerprintIk, fingerprintPuk, hashChainEntry } from './chain-entry.ts'
import type { ChainDevice, ChainEntry, Factor, IdentityBody } from './chain-entry.ts'
import { ORIGIN_HASH } from './hash.ts'

/** One generation of a person's key: what epochs are sealed to. */
export type ChainPuk = {
  readonly gen: number
  readonly pub: Bytes
  readonly fp: Bytes
  readonly prevWrap: Bytes | null
}

export type CertifiedDevice = ChainDevice & {
  readonly addedSeq: number
  /** Seq of the entry that ended it; null while it counts. */
  readonly revokedSeq: number | null
}

/** An identity key and the entry that brought it: create, or a reset. */
export type ChainIdentity = { readonly ikFp: Bytes; readonly seq: number }

/** All that a person's chain says up to `seq`. */
export type ChainState = {
  readonly user: UserId
  readonly seq: number
  readonly headHash: Bytes
  readonly ikPub: Bytes
  readonly ikFp: Bytes
  /** All identities so far, ascending by seq; the last is `ikFp`. Old epochs name old ones. */
  readonly identities: readonly ChainIdentity[]
  readonly authPub: Bytes
  /** Ascending by gen, one by one; after a reset only the new identity's. */
  readonly puks: readonly ChainPuk[]
  readonly devices: readonly CertifiedDevice[]
  readonly factors: readonly Factor[]
}

/** Why an entry is not the next one. `stale` alone may be an honest author's. */
export type ChainRefusal = 'stale' | 'prev_hash' | 'user' | 'op' | 'puk_gen' | 'device' | 'factor'

export type ChainCheck =
  | { readonly ok: true; readonly state: ChainState }
  | { readonly ok: false; readonly reason: ChainRefusal }

const MAX_DEVICES = 1000
const MAX_FACTORS = 16

/** Order and op rules of the next entry and the state after it; the signature is the caller's (chainSigner's key). */
export function checkChainFollows(state: ChainState | null, entry: ChainEntry): ChainCheck {
  if (entry.seq !== (state === null ? 0 : state.seq + 1)) return refuse('stale')
  if (!equal(entry.prevHash, state === null ? ORIGIN_HASH : state.headHash)) return refuse('prev_hash')
  if (state === null) return entry.change.op === CHAIN_OP.create ? createState(null, entry, entry.change) : refuse('op')
  if (entry.user !== state.user) return refuse('user')
  return applyChange({ ...state, seq: entry.seq, headHash: hashChainEntry(entry) }, entry)
}

/** The key that must have signed this entry: the identity so far, or the one that create and reset bring. */
export function chainSigner(state: ChainState | null, entry: ChainEntry): Bytes | null {
  const { change } = entry
  if (change.op === CHAIN_OP.create || change.op === CHAIN_OP.reset) return change.ikPub
  return state?.ikPub ?? null
}

/** The newest generation. */
export function currentPuk(state: ChainState): ChainPuk {
  const puk = state.puks.at(-1)
  if (puk === undefined) throw new Error('a chain state without a PUK')
  return puk
}

/** The device, revoked or not. */
export function findDevice(state: ChainState, id: DeviceId): CertifiedDevice | undefined {
  return state.devices.find((device) => device.id === id)
}

/**
 * The device's signing key, if it speaks for its user in a roster that names `ikFp` and counts his chain up to
 * `chainSeq` (rule 5): certified under that identity and not revoked at or before that seq.
 */
export function certifiedDevice(
  state: ChainState,
  id: DeviceId,
  at: { readonly ikFp: Uint8Array; readonly chainSeq: number },
): CertifiedDevice | 'chain_behind' | 'identity' | 'device' | 'revoked' {
  if (at.chainSeq > state.seq) return 'chain_behind'
  const index = state.identities.findLastIndex((identity) => identity.seq <= at.chainSeq)
  const identity = state.identities[index]
  if (identity === undefined || !equal(identity.ikFp, at.ikFp)) return 'identity'
  const device = findDevice(state, id)
  const end = state.identities[index + 1]?.seq ?? Infinity
  if (device === undefined || device.addedSeq < identity.seq || device.addedSeq >= end) return 'device'
  return device.revokedSeq === null || device.revokedSeq > at.chainSeq ? device : 'revoked'
}

function applyChange(next: ChainState, entry: ChainEntry): ChainCheck {
  const { change, seq } = entry
  switch (change.op) {
    case CHAIN_OP.create:
      return refuse('op')
    case CHAIN_OP.reset:
      return equal(change.ikPub, next.ikPub) ? refuse('op') : createState(next, entry, change)
    case CHAIN_OP.puk: {
      if (change.gen !== currentPuk(next).gen + 1) return refuse('puk_gen')
      const puk = { gen: change.gen, pub: change.pub, fp: fingerprintPuk(change.pub), prevWrap: change.prevWrap }
      return accept({ ...next, authPub: change.authPub, puks: [...next.puks, puk] })
    }
    case CHAIN_OP.device_add: {
      const devices = addDevice(next.devices, change.device, seq)
      return devices === null ? refuse('device') : accept({ ...next, devices })
    }
    case CHAIN_OP.device_revoke: {
      const device = findDevice(next, change.device)
      if (device === undefined || device.revokedSeq !== null) return refuse('device')
      const devices = next.devices.map((one) => (one === device ? { ...one, revokedSeq: seq } : one))
      return accept({ ...next, devices })
    }
    case CHAIN_OP.factor: {
      const factors = addFactor(next.factors, change.factor)
      return factors === null ? refuse('factor') : accept({ ...next, factors })
    }
    case CHAIN_OP.factor_remove: {
      const factors = next.factors.filter((one) => !equal(fingerprintFactor(one.pub), change.fp))
      // Without a password there would be no way in; it is only ever replaced.
      const kept = factors.some((one) => one.kind === FACTOR.password)
      return factors.length === next.factors.length || !kept ? refuse('factor') : accept({ ...next, factors })
    }
  }
}

function createState(before: ChainState | null, entry: ChainEntry, body: IdentityBody): ChainCheck {
  if (body.pukGen !== (before === null ? 1 : currentPuk(before).gen + 1)) return refuse('puk_gen')
  const ended = (before?.devices ?? []).map((one) =>
    one.revokedSeq === null ? { ...one, revokedSeq: entry.seq } : one,
  )
  const devices = addDevice(ended, body.device, entry.seq)
  if (devices === null) return refuse('device')
  let factors: readonly Factor[] = []
  for (const factor of body.factors) {
    const more = addFactor(factors, factor)
    if (more === null || more.length === factors.length) return refuse('factor')
    factors = more
  }
  const ikFp = fingerprintIk(body.ikPub)
  return accept({
    user: entry.user,
    seq: entry.seq,
    headHash: hashChainEntry(entry),
    ikPub: body.ikPub,
    ikFp,
    identities: [...(before?.identities ?? []), { ikFp, seq: entry.seq }],
    authPub: body.authPub,
    puks: [{ gen: body.pukGen, pub: body.pukPub, fp: fingerprintPuk(body.pukPub), prevWrap: null }],
    devices,
    factors,
  })
}

/** An id or a signing key never comes back, so that a revocation is final. */
function addDevice(devices: readonly CertifiedDevice[], device: ChainDevice, seq: number): CertifiedDevice[] | null {
  if (devices.length >= MAX_DEVICES) return null
  if (devices.some((one) => one.id === device.id || equal(one.signPub, device.signPub))) return null
  return [...devices, { ...device, addedSeq: seq, revokedSeq: null }]
}

/** Password and recovery key exist once and are replaced; passkeys may be several. */
function addFactor(factors: readonly Factor[], factor: Factor): readonly Factor[] | null {
  if (factors.some((one) => equal(one.pub, factor.pub))) return null
  const others = factor.kind === FACTOR.passkey ? factors : factors.filter((one) => one.kind !== factor.kind)
  return others.length >= MAX_FACTORS ? null : [...others, factor]
}

function accept(state: ChainState): ChainCheck {
  return { ok: true, state }
}

function refuse(reason: ChainRefusal): ChainCheck {
  return { ok: false, reason }
}
