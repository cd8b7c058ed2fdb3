import type { MsgId } from '@soroka/protocol'
import { concat, Writer } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  encodeEnvelope,
  encodeEnvelopeHeader,
  HASH_BYTES,
  hashEnvelope,
  IV_BYTES,
  messageSigningInput,
  pad,
} from '@soroka/protocol/records'
import type { Extension, Seen } from '@soroka/protocol/records'
import type { Author, VerifiedEpoch } from '../epoch/create-epoch.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { aeadSeal } from '../primitives/aead.ts'
import { randomBytes } from '../primitives/random.ts'
import { sign } from '../primitives/sign.ts'

/** Seals one message: the signature over header, seen and body lies inside the ciphertext; the header is the aad. */
export async function sealMessage(args: {
  readonly epoch: VerifiedEpoch
  readonly key: EpochKey
  readonly author: Author
  readonly kind: number
  readonly msgId: MsgId
  readonly target?: MsgId
  readonly ext?: readonly Extension[]
  readonly seen: Seen
  /** encodeBody's bytes, or a later kind's own. */
  readonly body: Uint8Array
}): Promise<{ envelope: Bytes; hash: Bytes }> {
  const { epoch, author, kind, msgId } = args
  const { chat, n } = epoch.record
  const fields = { kind, chat, epoch: n, sender: author.user, device: author.device, msgId, epochHash: epoch.hash }
  const ext = args.ext ?? []
  const header = encodeEnvelopeHeader(
    args.target === undefined ? { ...fields, ext } : { ...fields, target: args.target, ext },
  )
  const seen = encodeSeen(args.seen)
  const sig = await sign(author.signKey, messageSigningInput(header, seen, args.body))
  const iv = randomBytes(IV_BYTES)
  const ciphertext = await aeadSeal(await args.key.msgKey(), iv, concat(sig, seen, pad(args.body)), header)
  const envelope = encodeEnvelope(header, iv, ciphertext)
  return { envelope, hash: hashEnvelope(envelope) }
}

function encodeSeen(seen: Seen): Bytes {
  return new Writer().u64(seen.seq).fixed(seen.hash, HASH_BYTES).finish()
}
