import { Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import { HASH_BYTES, hashRecord } from './hash.ts'

/** What an author has verified of a chat's log: the last seq and H at it (rule 5). Seq 0 goes with ORIGIN_HASH. */
export type Seen = { readonly seq: number; readonly hash: Bytes }

/** H_s from H_(s-1), s and the envelope's hash (rule 5); 32 bytes. */
export function nextLogHash(previous: Uint8Array, seq: number, envelopeHash: Uint8Array): Bytes {
  return hashRecord('log', new Writer().fixed(previous, HASH_BYTES).u64(seq).fixed(envelopeHash, HASH_BYTES).finish())
}
