import type { UserId } from '@soroka/protocol'
import { equal, RecordError } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  chainSigner,
  chainSigningInput,
  checkChainFollows,
  decodeChainEntry,
  encodeChainEntry,
  ORIGIN_HASH,
} from '@soroka/protocol/records'
import type { ChainChange, ChainEntry, ChainRefusal, ChainState } from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { sign, verify } from '../primitives/sign.ts'

export type ChainResult =
  | { readonly ok: true; readonly state: ChainState }
  | { readonly ok: false; readonly reason: ChainRefusal | 'malformed' | 'signature' | 'empty'; readonly at: number }

/** Verifies a person's whole chain, oldest entry first. */
export async function verifyChain(user: UserId, entries: readonly Uint8Array[]): Promise<ChainResult> {
  if (entries.length === 0) return { ok: false, reason: 'empty', at: 0 }
  return extend(user, null, entries)
}

/** Verifies what follows a verified state; a state never goes back, so a rolled-back chain is refused. */
export function extendChain(state: ChainState, entries: readonly Uint8Array[]): Promise<ChainResult> {
  return extend(state.user, state, entries)
}

/** What a device remembers of a person it has met (rule 22). */
export type Pin = { readonly ikFp: Bytes; readonly seq: number; readonly headHash: Bytes }

export function pinOf(state: ChainState): Pin {
  return { ikFp: state.ikFp, seq: state.seq, headHash: state.headHash }
}

/** Compares key bytes, not ids (S19). 'key_changed' holds the outbox until a human confirms; 'rolled_back' is the server's doing. */
export function checkPin(pin: Pin, state: ChainState): 'ok' | 'key_changed' | 'rolled_back' {
  if (!equal(pin.ikFp, state.ikFp)) return 'key_changed'
  if (state.seq < pin.seq) return 'rolled_back'
  return state.seq === pin.seq && !equal(pin.headHash, state.headHash) ? 'rolled_back' : 'ok'
}

/** Writes and signs the next entry; CryptoError 'bad_chain' if the rules don't allow it. */
export async function appendEntry(
  user: UserId,
  state: ChainState | null,
  ikKey: CryptoKey,
  change: ChainChange,
): Promise<{ entry: Bytes; state: ChainState }> {
  const unsigned = { user, seq: state === null ? 0 : state.seq + 1, prevHash: state?.headHash ?? ORIGIN_HASH, change }
  const entry = { ...unsigned, sig: await sign(ikKey, chainSigningInput(unsigned)) }
  const check = checkChainFollows(state, entry)
  if (!check.ok) throw new CryptoError('bad_chain', check.reason)
  return { entry: encodeChainEntry(entry), state: check.state }
}

async function extend(user: UserId, from: ChainState | null, entries: readonly Uint8Array[]): Promise<ChainResult> {
  let state = from
  for (const [at, bytes] of entries.entries()) {
    const entry = decodeEntry(bytes)
    if (entry === null) return { ok: false, reason: 'malformed', at }
    if (entry.user !== user) return { ok: false, reason: 'user', at }
    const check = checkChainFollows(state, entry)
    if (!check.ok) return { ok: false, reason: check.reason, at }
    const signer = chainSigner(state, entry)
    if (signer === null || !(await verify(signer, entry.sig, chainSigningInput(entry)))) {
      return { ok: false, reason: 'signature', at }
    }
    state = check.state
  }
  return state === null ? { ok: false, reason: 'empty', at: 0 } : { ok: true, state }
}

function decodeEntry(bytes: Uint8Array): ChainEntry | null {
  try {
    return decodeChainEntry(bytes)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}
