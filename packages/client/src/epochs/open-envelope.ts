import { discloseMessage, openMessage } from '@soroka/crypto'
import { type ChatId, SorokaError } from '@soroka/protocol'
import { type Bytes, RecordError } from '@soroka/protocol/bytes'
import {
  type Body,
  decodeBody,
  decodeEnvelopeHeader,
  type EnvelopeHeader,
  findMember,
  hashEnvelope,
  hashRecord,
  KIND,
  readHeaderOptions,
} from '@soroka/protocol/records'
import { isOffline } from '../api/api-errors.ts'
import { isManager } from '../groups/facts.ts'
import { contentOf } from '../messages/read-body.ts'
import type { Opening } from '../sync/opening.ts'
import { type OpeningDeps, withEpoch } from './with-epoch.ts'

/** Opens an envelope of a chat, pulling epochs and chains that it needs. Never throws for what a server may send. */
export async function openEnvelope(deps: OpeningDeps, chat: ChatId, envelope: Bytes, seq?: number): Promise<Opening> {
  const header = readHeader(envelope)
  if (header === null) return { is: 'invalid', hash: hashRecord('no-envelope', envelope) }
  const hash = hashEnvelope(envelope)
  if (header.chat !== chat) return { is: 'invalid', hash }
  try {
    const result = await withEpoch(deps, header, (epoch, key, chains) => openMessage({ envelope, epoch, key, chains }))
    if (result === 'waiting') return { is: 'waiting', header, hash }
    if (!result.ok) return { is: isTemporary(result.reason) ? 'waiting' : 'invalid', header, hash }
    readHeaderOptions(header.ext)
    const body = readBody(header, result.body)
    return { is: 'opened', header, hash, body, seen: result.seen, admin: await isAdmin(deps, chat, header, seq) }
  } catch (error) {
    if (isOffline(error)) return { is: 'waiting', header, hash }
    if (error instanceof RecordError) return { is: 'invalid', header, hash }
    throw error
  }
}

/** NOT_FOUND for what is no message of this chat, or can't be opened here. */
export async function discloseEnvelope(deps: OpeningDeps, chat: ChatId, envelope: Bytes): Promise<Bytes> {
  const header = readHeader(envelope)
  if (header?.chat !== chat) throw new SorokaError('NOT_FOUND')
  const result = await withEpoch(deps, header, (epoch, key, chains) =>
    discloseMessage({ envelope, epoch, key, chains }),
  )
  if (result === 'waiting' || !result.ok) throw new SorokaError('NOT_FOUND')
  return result.disclosure
}

/** EpochRecord.kind of a group. */
const GROUP = 2
const KINDS: ReadonlySet<number> = new Set(Object.values(KIND))

/** The sealed body must say the same as the clear header. What a newer version sends has none that we could read. */
function readBody(header: EnvelopeHeader, bytes: Bytes): Body | null {
  if (!KINDS.has(header.kind)) return null
  const body = decodeBody(bytes)
  contentOf(header.kind, body)
  return body
}

/**
 * Whether the sender had the right to speak for others: by the roster that his signature names, and by the one in force
 * where his row stands (R13). Who lost the right can't use an old epoch to keep it.
 */
async function isAdmin(
  { sync }: OpeningDeps,
  chat: ChatId,
  { epoch, sender }: EnvelopeHeader,
  seq: number | undefined,
): Promise<boolean> {
  const epochs = await sync.load(chat)
  const signed = epochs.at(epoch)?.epoch
  const inForce = seq === undefined ? signed : (epochs.inForceAt(seq)?.epoch ?? signed)
  if (signed === undefined || inForce === undefined || signed.record.kind !== GROUP) return false
  return [signed, inForce].every(({ roster }) => isManager(findMember(roster, sender)?.role))
}

function isTemporary(reason: string): boolean {
  return reason === 'no_chain' || reason === 'chain_behind'
}

function readHeader(envelope: Bytes): EnvelopeHeader | null {
  try {
    return decodeEnvelopeHeader(envelope).header
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}
