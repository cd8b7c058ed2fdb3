import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { decodeEnvelopeHeader, RecordError, WHO } from '@soroka/protocol/records'
import { userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { deleteScheduled, findScheduled, maySendFiles, putScheduled, readFacts } from './schedule-repo.ts'
import type { ScheduledKey, ScheduleFacts } from './schedule-repo.ts'
import { readSubmission } from './submission.ts'
import type { Author, Submitted } from './submission.ts'

/** As much longer than the timer may a message say it lives: clocks differ (R16). */
const DAY_MS = 86_400_000

export interface ScheduleDependencies {
  readonly sql: Sql
  readonly bus: Bus
}

/**
 * Keeps a sealed message until the time that its header names; a repeat replaces it. Refuses what its author could not
 * send now; when it is due it is judged again, as every message is that enters the log.
 * @throws SorokaError ENVELOPE_INVALID, SENDER_FORGED, NOT_A_MEMBER, EPOCH_OLD, EPOCH_UNKNOWN, ROTATE, FORBIDDEN,
 * NOT_ACCEPTING, LIMIT_REACHED, FILE_UNKNOWN
 */
export async function schedule(deps: ScheduleDependencies, author: Omit<Author, 'id'>, text: string): Promise<number> {
  const { sql, bus } = deps
  const submitted = readSubmission({ ...author, id: '' }, text)
  const { epoch, envelope, counts, sender, files } = submitted
  const sendAt = timeOf(submitted)
  if (!counts) throw new SorokaError('ENVELOPE_INVALID')
  const sent = await sql.begin(async (tx) => {
    const facts = await readFacts(tx, submitted)
    if (facts === undefined || facts.role === null) throw new SorokaError('NOT_A_MEMBER')
    // Sealed again after its time, it keeps that time.
    if (sendAt <= Date.now() && sendAt !== facts.before) throw new SorokaError('ENVELOPE_INVALID')
    if (epoch < facts.floor) throw new SorokaError('EPOCH_OLD')
    if (epoch > facts.head) throw new SorokaError('EPOCH_UNKNOWN')
    if (facts.rotate) throw new SorokaError('ROTATE')
    if (facts.sent) return true
    refuseUnlessSendable(facts, submitted, sendAt)
    if (facts.before === null && facts.waiting >= limits.scheduled)
      throw new SorokaError('LIMIT_REACHED', { limit: limits.scheduled })
    if (files !== undefined && !(await maySendFiles(tx, sender, files))) throw new SorokaError('FILE_UNKNOWN')
    await putScheduled(tx, { ...submitted, sendAt, envelope })
    return false
  })
  // It went while its author still changed it.
  tellScheduled(bus, submitted, sent ? 'sent' : 'waiting')
  return sendAt
}

/** The rights of a message that counts, in the order of `persist_message`. */
function refuseUnlessSendable(facts: ScheduleFacts, { notify, expiresAt }: Submitted, sendAt: number): void {
  const { role, kind, writeWho, timer, blocked, taken } = facts
  if (taken) throw new SorokaError('ENVELOPE_INVALID')
  const callsAll = kind === 'group' && notify?.startsWith('*') === true
  if (role === 'member' && (writeWho !== WHO.everybody || callsAll)) throw new SorokaError('FORBIDDEN')
  // Sealed again after its time, it begins to live then.
  const latest = Math.max(sendAt, Date.now()) + timer * 1000 + DAY_MS
  if (timer > 0 && (expiresAt === undefined || expiresAt > latest)) throw new SorokaError('ENVELOPE_INVALID')
  if (blocked) throw new SorokaError('NOT_ACCEPTING')
}

function timeOf({ sendAt }: Submitted): number {
  if (sendAt === undefined || sendAt > Date.now() + limits.scheduleAhead) throw new SorokaError('ENVELOPE_INVALID')
  return sendAt
}

/** This person's messages that wait, the next first. */
export async function listScheduled(sql: Sql, user: UserId) {
  const rows = await findScheduled(sql, user)
  return rows.map(({ chat, msgId, sendAt, envelope, held, failed, floor }) => ({
    chat,
    msgId,
    sendAt,
    envelope: envelope.toString('base64url'),
    // One that failed waits for a person: to seal it again would not help.
    held: failed === null && (held || (epochOf(envelope) ?? Infinity) < (floor ?? 0)),
    ...(failed === null ? {} : { failed }),
  }))
}

function epochOf(envelope: Buffer): number | undefined {
  try {
    return decodeEnvelopeHeader(envelope).header.epoch
  } catch (error) {
    if (error instanceof RecordError) return undefined
    throw error
  }
}

/** @throws SorokaError NOT_FOUND when there is no such message of his: it was sent, or taken back before */
export async function unschedule(deps: ScheduleDependencies, user: UserId, chat: ChatId, msgId: MsgId): Promise<void> {
  const key = { chat, sender: user, msgId }
  if (!(await deleteScheduled(deps.sql, key))) throw new SorokaError('NOT_FOUND')
  tellScheduled(deps.bus, key, 'removed')
}

type State = Extract<DownFrame, { t: 'scheduled.changed' }>['state']

/** To all devices of its sender. */
export function tellScheduled(bus: Bus, { chat, sender, msgId }: ScheduledKey, state: State): void {
  const frame: DownFrame = { t: 'scheduled.changed', chat, msgId, state }
  bus.publish(userTopic(sender), { frame: JSON.stringify(frame) })
}
