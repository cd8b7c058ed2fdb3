import { compareBytes, RecordError } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  CHAT_KIND,
  decodeChatMeta,
  encodeChatMeta,
  findMember,
  hashRecord,
  metaSigningInput,
  ROLE,
  WHO,
} from '@soroka/protocol/records'
import type { ChatMeta } from '@soroka/protocol/records'
import type { Author, Chains, VerifiedEpoch } from '../epoch/create-epoch.ts'
import { checkSigner } from '../epoch/verify-epoch.ts'
import type { DeviceRefusal } from '../epoch/verify-epoch.ts'
import { sign } from '../primitives/sign.ts'

export type MetaResult =
  | { readonly ok: true; readonly meta: ChatMeta }
  | { readonly ok: false; readonly reason: DeviceRefusal | 'malformed' | 'chat' | 'not_member' | 'rights' }

/** Signs a group's name, description and photo; the bytes go from epoch to epoch as they are (rule 23). */
export async function signChatMeta(
  info: Pick<ChatMeta, 'chat' | 'version' | 'name' | 'description' | 'photo'>,
  author: Author,
): Promise<Bytes> {
  const unsigned = { ...info, by: author.user, device: author.device }
  return encodeChatMeta({ ...unsigned, sig: await sign(author.signKey, metaSigningInput(unsigned)) })
}

/** Whether the record is of this chat and its author may edit the info by the roster and rights of this epoch. */
export async function verifyChatMeta(args: {
  readonly bytes: Uint8Array
  readonly epoch: VerifiedEpoch
  readonly chains: Chains
}): Promise<MetaResult> {
  const { epoch } = args
  const meta = decode(args.bytes)
  if (meta === null) return { ok: false, reason: 'malformed' }
  if (meta.chat !== epoch.record.chat || epoch.record.kind !== CHAT_KIND.group) return { ok: false, reason: 'chat' }
  const author = findMember(epoch.roster, meta.by)
  if (author === undefined) return { ok: false, reason: 'not_member' }
  if (author.role === ROLE.member && epoch.record.policy.info === WHO.admins) return { ok: false, reason: 'rights' }
  const input = metaSigningInput(meta)
  const refusal = await checkSigner(epoch.roster, args.chains, meta.by, meta.device, meta.sig, input)
  return refusal === null ? { ok: true, meta } : { ok: false, reason: refusal }
}

/** Which of two records counts: the higher version; of two with the same, made at once, the same one for everybody. */
export function supersedesMeta(next: Uint8Array, before: Uint8Array): boolean {
  const [a, b] = [decodeChatMeta(next).version, decodeChatMeta(before).version]
  return a === b ? compareBytes(hashRecord('meta-order', next), hashRecord('meta-order', before)) > 0 : a > b
}

function decode(bytes: Uint8Array): ChatMeta | null {
  try {
    return decodeChatMeta(bytes)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}
