import type { DeviceId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import {
  CHAIN_OP,
  chainSigner,
  chainSigningInput,
  checkChainFollows,
  decodeChainEntry,
  RecordError,
} from '@soroka/protocol/records'
import type { ChainDevice, ChainEntry, ChainOp, ChainState } from '@soroka/protocol/records'
import type { Queries } from '../../platform/db/index.ts'
import { verifyEd25519 } from '../../platform/keys/index.ts'
import {
  findDevice,
  insertChainEntry,
  insertDevice,
  listChain,
  lockUser,
  markDeviceRevoked,
  updateUser,
} from './users-repo.ts'

/** Longest chain that is kept; a person with more devices than that has to clean up first. */
export const maxChain = 4096

export interface AppendOptions {
  readonly user: UserId
  /** Encoded entries, in order. */
  readonly entries: readonly string[]
  /** Operations that this occasion allows, in this order, each at most once; of device_revoke any number in a row. */
  readonly allowed: readonly ChainOp[]
  /** Name and kind of the device that an entry adds. */
  readonly device: { readonly name: string; readonly kind: 'web' | 'bot' }
  readonly now: number
}

/** What was appended, and the device that it added, if any. */
export interface Appended {
  readonly state: ChainState
  readonly added: ChainDevice | undefined
  readonly entries: readonly ChainEntry[]
}

/** Parses one entry of the wire. CHAIN_REFUSED if it is none. */
export function parseEntry(text: string): { entry: ChainEntry; bytes: Buffer } {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new SorokaError('CHAIN_REFUSED', { reason: 'encoding' })
  try {
    return { entry: decodeChainEntry(bytes), bytes }
  } catch (error) {
    if (error instanceof RecordError) throw new SorokaError('CHAIN_REFUSED', { reason: error.code })
    throw error
  }
}

/** All that a person's chain says, or null if there is no such person. */
export async function readChainState(db: Queries, user: UserId): Promise<ChainState | null> {
  let state: ChainState | null = null
  for (const row of await listChain(db, user, 0, maxChain)) {
    const check = checkChainFollows(state, decodeChainEntry(row.entry))
    if (!check.ok) throw new Error(`the stored chain of a user breaks at ${row.seq}: ${check.reason}`)
    state = check.state
  }
  return state
}

/**
 * Checks order, rights and signatures of new entries and stores them. Runs in the caller's transaction; for an existing
 * person it takes the row lock. CHAIN_CONFLICT (with the entries that are missing) if they don't follow the head.
 */
export async function appendChain(db: Queries, options: AppendOptions): Promise<Appended> {
  const { user, entries, now } = options
  await lockUser(db, user)
  let state = await readChainState(db, user)
  let added: ChainDevice | undefined
  const appended: ChainEntry[] = []
  let from = 0
  for (const text of entries) {
    const { entry, bytes } = parseEntry(text)
    if (entry.user !== user) throw new SorokaError('CHAIN_REFUSED', { reason: 'user' })
    const step = options.allowed.indexOf(entry.change.op, from)
    if (step === -1) throw new SorokaError('CHAIN_REFUSED', { reason: 'op' })
    from = entry.change.op === CHAIN_OP.device_revoke ? step : step + 1
    state = await follow(db, state, entry)
    if (state.seq >= maxChain) throw new SorokaError('CHAIN_REFUSED', { reason: 'length' })
    await insertChainEntry(db, { userId: user, seq: entry.seq, entry: bytes, at: now })
    added = (await applyEntry(db, entry, options)) ?? added
    appended.push(entry)
  }
  if (state === null) throw new SorokaError('CHAIN_REFUSED', { reason: 'op' })
  return { state, added, entries: appended }
}

async function follow(db: Queries, state: ChainState | null, entry: ChainEntry): Promise<ChainState> {
  const check = checkChainFollows(state, entry)
  if (!check.ok) {
    if (check.reason !== 'stale' && check.reason !== 'prev_hash')
      throw new SorokaError('CHAIN_REFUSED', { reason: check.reason })
    const rows = state === null ? [] : await listChain(db, entry.user, Math.min(entry.seq, state.seq + 1), 256)
    throw new SorokaError('CHAIN_CONFLICT', {
      head: state?.seq ?? -1,
      from: rows[0]?.seq ?? 0,
      entries: rows.map((row) => row.entry.toString('base64url')),
    })
  }
  const signer = chainSigner(state, entry)
  if (signer === null || !verifyEd25519(signer, chainSigningInput(entry), entry.sig))
    throw new SorokaError('CHAIN_REFUSED', { reason: 'signature' })
  return check.state
}

/** What is kept beside the chain, to be asked by a query. */
async function applyEntry(db: Queries, entry: ChainEntry, options: AppendOptions): Promise<ChainDevice | undefined> {
  const { change } = entry
  switch (change.op) {
    case CHAIN_OP.create:
    case CHAIN_OP.reset:
      if (change.pukGen > 1) await updateUser(db, options.user, { pukGen: change.pukGen, pukSince: change.pukGen })
      return addTo(db, change.device, options)
    case CHAIN_OP.device_add:
      return addTo(db, change.device, options)
    case CHAIN_OP.device_revoke:
      await markDeviceRevoked(db, options.user, change.device, options.now)
      return undefined
    case CHAIN_OP.puk:
      await updateUser(db, options.user, { pukGen: change.gen })
      return undefined
    case CHAIN_OP.factor:
    case CHAIN_OP.factor_remove:
      return undefined
  }
}

async function addTo(db: Queries, added: ChainDevice, { user, device, now }: AppendOptions): Promise<ChainDevice> {
  const { id, signPub } = added
  const { name, kind } = device
  await insertDevice(db, { userId: user, id, name, kind, signPub: Buffer.from(signPub), addedAt: now })
  return added
}

/** The public key by which a device signs, unless it was revoked. */
export async function findDeviceKey(db: Queries, user: UserId, device: DeviceId): Promise<Buffer | undefined> {
  const row = await findDevice(db, user, device)
  return row === undefined || row.revokedAt !== null ? undefined : row.signPub
}
