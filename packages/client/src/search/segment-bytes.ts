import { type Bytes, concat, utf8Decode, utf8Encode } from '@soroka/protocol/bytes'
import * as z from 'zod/mini'
import { Segment } from './segment.ts'

/** Raised when words are cut or folded another way: what was indexed before is indexed anew. */
export const FORM = 1

const head = z.object({
  form: z.literal(FORM),
  docs: z.int(),
  terms: z.int(),
  postings: z.int(),
  chats: z.array(z.string()),
  senders: z.array(z.string()),
  /** Bytes of the terms. */
  text: z.int(),
})

/** A segment for the disk, before it is sealed. What is dead must have been merged away. */
export function encodeSegment(segment: Segment): Bytes {
  const text = utf8Encode(segment.terms.join('\n'))
  const { starts, postings, chatOf, senderOf, seqs, times, has } = segment
  const facts = utf8Encode(
    JSON.stringify({
      form: FORM,
      docs: segment.size,
      terms: segment.terms.length,
      postings: postings.length,
      chats: segment.chats,
      senders: segment.senders,
      text: text.length,
    }),
  )
  const arrays = [seqs, times, starts, postings, chatOf, senderOf, has]
  const raw = arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  return concat(new Uint8Array(new Uint32Array([facts.length]).buffer), facts, text, ...raw)
}

/** Null for what another version wrote. */
export function decodeSegment(bytes: Bytes): Segment | null {
  let at = 4
  const take = (length: number): ArrayBuffer => {
    // A copy: the arrays must begin at even places.
    const part = bytes.slice(at, at + length)
    at += length
    return part.buffer
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const facts = head.safeParse(JSON.parse(utf8Decode(new Uint8Array(take(length))))).data
  if (facts === undefined) return null
  const text = utf8Decode(new Uint8Array(take(facts.text)))
  const terms = facts.terms === 0 ? [] : text.split('\n')
  const [seqs, times] = [new Float64Array(take(facts.docs * 8)), new Float64Array(take(facts.docs * 8))]
  const starts = new Uint32Array(take((facts.terms + 1) * 4))
  const postings = new Uint16Array(take(facts.postings * 2))
  const [chatOf, senderOf] = [new Uint16Array(take(facts.docs * 2)), new Uint16Array(take(facts.docs * 2))]
  const has = new Uint8Array(take(facts.docs))
  const { chats, senders } = facts
  return new Segment({ terms, starts, postings, chats, senders, chatOf, senderOf, seqs, times, has })
}
