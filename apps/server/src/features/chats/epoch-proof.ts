import type { DeviceId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import {
  currentPuk,
  decodeEpoch,
  epochSigningInput,
  findDevice,
  findMember,
  RecordError,
} from '@soroka/protocol/records'
import type { ChainState, EpochRecord, Roster, RosterEntry } from '@soroka/protocol/records'
import { verifyEd25519 } from '../../platform/keys/index.ts'

/** A group of a thousand is a thousand chains: not one after the other, and not the whole pool of connections. */
const CHAINS_AT_ONCE = 6

/** The verified chain of a confirmed account, or null if there is no such account. */
export type ChainStateOf = (user: UserId) => Promise<ChainState | null>

/** @throws SorokaError EPOCH_REFUSED for bytes that are no epoch record */
export function parseEpoch(bytes: Uint8Array): EpochRecord {
  try {
    return decodeEpoch(bytes)
  } catch (error) {
    if (error instanceof RecordError) throw refusedEpoch(error.code)
    throw error
  }
}

export function refusedEpoch(reason: string): SorokaError {
  return new SorokaError('EPOCH_REFUSED', { reason })
}

/**
 * The record is by the device that brings it, which its user's chain certifies and has not revoked.
 * @throws SorokaError FORBIDDEN for a foreign author, EPOCH_REFUSED for a wrong signature
 */
export async function checkAuthor(
  record: EpochRecord,
  author: { user: UserId; device: DeviceId },
  chainStateOf: ChainStateOf,
): Promise<void> {
  if (record.by !== author.user || record.device !== author.device) throw new SorokaError('FORBIDDEN')
  const state = await chainStateOf(author.user)
  const device = state === null ? undefined : findDevice(state, author.device)
  if (device === undefined || device.revokedSeq !== null) throw new SorokaError('FORBIDDEN')
  if (!verifyEd25519(device.signPub, epochSigningInput(record), record.sig)) throw refusedEpoch('signature')
}

/**
 * Every entry that the record brings stands on the chain of a confirmed account, with its newest keys (R2, R7).
 * @throws SorokaError NOT_FOUND for an unknown person, EPOCH_REFUSED for keys that are not his
 */
export async function checkEntries(prev: Roster, roster: Roster, chainStateOf: ChainStateOf): Promise<void> {
  const brought = roster.filter((entry) => {
    const before = findMember(prev, entry.user)
    return before === undefined || before.chainSeq !== entry.chainSeq || before.pukGen !== entry.pukGen
  })
  for (let at = 0; at < brought.length; at += CHAINS_AT_ONCE)
    await Promise.all(brought.slice(at, at + CHAINS_AT_ONCE).map((entry) => checkEntry(entry, chainStateOf)))
}

async function checkEntry(entry: RosterEntry, chainStateOf: ChainStateOf): Promise<void> {
  const state = await chainStateOf(entry.user)
  if (state === null) throw new SorokaError('NOT_FOUND')
  if (!standsOnChain(entry, state)) throw refusedEpoch('keys')
}

function standsOnChain(entry: RosterEntry, state: ChainState): boolean {
  const puk = currentPuk(state)
  return (
    Buffer.compare(entry.ikFp, state.ikFp) === 0 &&
    entry.pukGen === puk.gen &&
    Buffer.compare(entry.pukFp, puk.fp) === 0 &&
    entry.chainSeq <= state.seq
  )
}
