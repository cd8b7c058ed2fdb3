import type { CallId } from '@soroka/protocol'
import { concat } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { encodeSignal, encodeSignalBody, encodeSignalHeader, IV_BYTES, pad } from '@soroka/protocol/records'
import type { SignalBody, SignalParty } from '@soroka/protocol/records'
import type { Author, VerifiedEpoch } from '../epoch/create-epoch.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { aeadSeal } from '../primitives/aead.ts'
import { randomBytes } from '../primitives/random.ts'
import { sign } from '../primitives/sign.ts'
import { signalKey, signalSigningInput } from './signal-key.ts'

/** Seals what a device says to one other device in a call; the signature lies inside the ciphertext, the header is the aad. */
export async function sealSignal(args: {
  readonly epoch: VerifiedEpoch
  readonly key: EpochKey
  readonly author: Author
  readonly call: CallId
  /** The author's own join. */
  readonly connEpoch: number
  readonly to: SignalParty
  /** Higher than that of every signal before it between these two joins. */
  readonly seq: number
  readonly body: SignalBody
}): Promise<Bytes> {
  const { epoch, author, call, connEpoch, to, seq } = args
  const { chat, n } = epoch.record
  const from = { user: author.user, device: author.device, connEpoch }
  const header = encodeSignalHeader({ chat, epoch: n, epochHash: epoch.hash, call, from, to, seq })
  const body = encodeSignalBody(args.body)
  const sig = await sign(author.signKey, signalSigningInput(header, body))
  const iv = randomBytes(IV_BYTES)
  const ciphertext = await aeadSeal(await signalKey(args.key, { call, from, to }), iv, concat(sig, pad(body)), header)
  return encodeSignal(header, iv, ciphertext)
}
