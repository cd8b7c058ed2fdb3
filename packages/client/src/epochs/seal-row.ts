import { type EpochKey, sealMessage, type VerifiedEpoch } from '@soroka/crypto'
import type { MsgId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import { type Extension, KIND, readHeaderOptions, type Seen, writeHeaderOptions } from '@soroka/protocol/records'
import type { LocalAccount } from '../auth/local-account.ts'

/** A message that is about to be sealed: encodeBody's bytes, and what stands in clear beside it. */
export interface Sealing {
  id: MsgId
  kind: number
  target?: MsgId
  ext: readonly Extension[]
  body: Bytes
}

export async function sealRow(args: {
  epoch: VerifiedEpoch
  key: EpochKey
  account: Pick<LocalAccount, 'self' | 'deviceKey'>
  log: Seen
  message: Sealing
  now: number
}): Promise<Bytes> {
  const { epoch, key, account, log, message, now } = args
  const { id, kind, target, body } = message
  const sealed = await sealMessage({
    epoch,
    key,
    author: { ...account.self, signKey: account.deviceKey },
    kind,
    msgId: id,
    ...(target === undefined ? {} : { target }),
    ext: withEnd(message, epoch.record.policy.timer, now),
    seen: log,
    body,
  })
  return sealed.envelope
}

/** In a chat with a timer everything but the group's name says when it ends (R16). */
function withEnd({ kind, ext }: Sealing, timer: number, now: number): readonly Extension[] {
  if (timer === 0 || kind === KIND.meta) return ext
  const options = readHeaderOptions(ext)
  return writeHeaderOptions({ ...options, expiresAt: Math.max(options.sendAt ?? now, now) + timer * 1000 })
}
