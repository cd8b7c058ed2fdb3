import { equal } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { nextLogHash, ORIGIN_HASH } from '@soroka/protocol/records'
import type { Seen } from '@soroka/protocol/records'

/** A client's own copy of a chat's order starts here. */
export const EMPTY_LOG: Seen = { seq: 0, hash: ORIGIN_HASH }

/** The log after the envelope at `seq`; null on a gap, which is fetched first. */
export function extendLog(log: Seen, seq: number, envelopeHash: Uint8Array): Seen | null {
  if (seq !== log.seq + 1) return null
  return { seq, hash: nextLogHash(log.hash, seq, envelopeHash) }
}

/**
 * Compares what another author signed with our own log (rule 5). 'fork': the server shows us different orders; warn.
 * 'unknown': he has seen more than we, or an earlier part that we don't hold.
 */
export function checkSeen(seen: Seen, hashAt: (seq: number) => Bytes | undefined): 'ok' | 'fork' | 'unknown' {
  const ours = seen.seq === 0 ? ORIGIN_HASH : hashAt(seen.seq)
  if (ours === undefined) return 'unknown'
  return equal(ours, seen.hash) ? 'ok' : 'fork'
}

/** Whether a new message of epoch n counts now: not below the floor, not above the head (rule 8). */
export function acceptsEpoch(
  n: number,
  head: { readonly record: { readonly n: number }; readonly floor: number },
): boolean {
  return n >= head.floor && n <= head.record.n
}
