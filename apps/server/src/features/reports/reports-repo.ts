import { limits } from '@soroka/protocol'
import type { ChatId, DeviceId, MsgId, ReportId, UserId } from '@soroka/protocol'
import type { PersonState, ReportDecision, ReportReason, ServerRole } from '@soroka/protocol/contract'
import { decodeEnvelopeHeader } from '@soroka/protocol/records'
import { sql } from 'drizzle-orm'
import type { Queries, Sql } from '../../platform/db/index.ts'

export interface SignedRow {
  readonly seq: number
  readonly at: number
  /** Its clear header, also of an erased row (P4). */
  readonly header: Buffer
  /** Of the device; null: its author has none such. */
  readonly signPub: Buffer | null
}

/** The row of a message, and the key of the device that should have signed it. */
export async function findSigned(
  db: Sql,
  { chat, msgId, author, device }: { chat: ChatId; msgId: MsgId; author: UserId; device: DeviceId },
): Promise<SignedRow | undefined> {
  const [row] = await db<
    { seq: number; at: number; envelope: Buffer | null; header: Buffer | null; signPub: Buffer | null }[]
  >`
    SELECT m.seq::float8, m.at::float8, m.envelope, m.header, d.sign_pub AS "signPub" FROM messages m
    LEFT JOIN devices d ON d.user_id = m.sender AND d.id = ${device}
    WHERE m.chat_id = ${chat} AND m.msg_id = ${msgId} AND m.sender = ${author}`
  if (row === undefined) return undefined
  const { seq, at, envelope, signPub } = row
  const header = envelope === null ? row.header : Buffer.from(decodeEnvelopeHeader(envelope).headerBytes)
  return header === null ? undefined : { seq, at, header, signPub }
}

export interface Voice {
  readonly reporter: UserId
  readonly reason: ReportReason
  readonly words: string
  readonly at: number
}

/**
 * The entry of a message that waits, made if there is none; locked. Of two who report it at once the second waits and
 * adds to the first one's.
 */
export async function openReport(
  tx: Queries,
  fresh: { id: ReportId; chat: ChatId; msgId: MsgId; author: UserId; at: number },
): Promise<ReportId> {
  const { id, chat, msgId, author, at } = fresh
  const [row] = await tx.execute<{ id: ReportId }>(sql`
    INSERT INTO reports (id, chat_id, msg_id, author_id, opened_at) VALUES (${id}, ${chat}, ${msgId}, ${author}, ${at})
    ON CONFLICT (chat_id, msg_id) WHERE closed_at IS NULL DO UPDATE SET opened_at = reports.opened_at RETURNING id`)
  return row?.id ?? id
}

/** Whether this person reported this message before, in whatever came of it. */
export async function hasReported(tx: Queries, reporter: UserId, chat: ChatId, msgId: MsgId): Promise<boolean> {
  const rows = await tx.execute(sql`
    SELECT 1 FROM report_voices v JOIN reports r ON r.id = v.report_id
    WHERE v.reporter_id = ${reporter} AND r.chat_id = ${chat} AND r.msg_id = ${msgId} LIMIT 1`)
  return rows.length > 0
}

export async function addVoice(tx: Queries, id: ReportId, { reporter, reason, words, at }: Voice): Promise<void> {
  await tx.execute(sql`
    INSERT INTO report_voices (report_id, reporter_id, reason, words, at)
    VALUES (${id}, ${reporter}, ${reason}, ${words}, ${at})`)
}

export interface Disclosed {
  readonly msgId: MsgId
  readonly seq: number
  readonly at: number
  readonly kind: number
  readonly target: MsgId | null
  readonly disclosure: Buffer
}

/** What an earlier reporter disclosed stays as it is: both are proved. */
export async function addDisclosed(tx: Queries, id: ReportId, messages: readonly Disclosed[]): Promise<void> {
  for (const { msgId, seq, at, kind, target, disclosure } of messages)
    await tx.execute(sql`
      INSERT INTO report_messages (report_id, msg_id, seq, at, kind, target, disclosure)
      VALUES (${id}, ${msgId}, ${seq}, ${at}, ${kind}, ${target}, ${disclosure}) ON CONFLICT DO NOTHING`)
}

export interface ReportRow {
  readonly id: ReportId
  readonly msgId: MsgId
  readonly openedAt: number
  readonly group: boolean
  readonly author: UserId
  readonly name: string
  readonly nickname: string
  readonly role: ServerRole
  readonly state: PersonState
  readonly closedAt: number | null
  readonly closedBy: string
  readonly decision: ReportDecision | null
}

/** Nobody reads what was said about himself. */
const notAbout = (reader: UserId) => sql`r.author_id <> ${reader}`

/** The newest first, below a cursor. */
export async function listReports(
  db: Queries,
  query: { reader: UserId; open: boolean; after: { at: number; id: string } | undefined; limit: number },
): Promise<ReportRow[]> {
  const { reader, open, after, limit } = query
  const below = after === undefined ? sql`true` : sql`(r.opened_at, r.id) < (${after.at}, ${after.id})`
  return [
    ...(await db.execute(sql`
    SELECT r.id, r.msg_id AS "msgId", r.opened_at::float8 AS "openedAt", c.kind = 'group' AS "group", u.id AS author, u.name,
      u.nickname, u.role, r.closed_at::float8 AS "closedAt", coalesce(b.name, '') AS "closedBy", r.decision,
      CASE WHEN u.deleted_at IS NOT NULL THEN 'deleted' WHEN u.suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END
        AS state
    FROM reports r JOIN users u ON u.id = r.author_id LEFT JOIN users b ON b.id = r.closed_by
      LEFT JOIN chats c ON c.id = r.chat_id
    WHERE r.closed_at IS ${open ? sql`NULL` : sql`NOT NULL`} AND ${notAbout(reader)} AND ${below}
    ORDER BY r.opened_at DESC, r.id DESC LIMIT ${limit}`)),
  ] as unknown as ReportRow[]
}

/** How many wait that this person may see. */
export async function countOpen(db: Queries, reader: UserId): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`
    SELECT count(*)::float8 AS n FROM reports r WHERE r.closed_at IS NULL AND ${notAbout(reader)}`)
  return row?.n ?? 0
}

const idsOf = (ids: readonly ReportId[]) => sql`string_to_array(${ids.join(',')}, ',')`

export async function listDisclosed(
  db: Queries,
  ids: readonly ReportId[],
): Promise<(Disclosed & { report: ReportId })[]> {
  return [
    ...(await db.execute(sql`
    SELECT report_id AS report, msg_id AS "msgId", seq::float8, at::float8, kind, target, disclosure FROM report_messages
    WHERE report_id = ANY (${idsOf(ids)}) ORDER BY seq`)),
  ] as unknown as (Disclosed & { report: ReportId })[]
}

export async function listVoices(
  db: Queries,
  ids: readonly ReportId[],
): Promise<(Omit<Voice, 'reporter'> & { report: ReportId; id: UserId; name: string; nickname: string })[]> {
  return [
    ...(await db.execute(sql`
    SELECT v.report_id AS report, v.reason, v.words, v.at::float8, u.id, u.name, u.nickname
    FROM report_voices v JOIN users u ON u.id = v.reporter_id
    WHERE v.report_id = ANY (${idsOf(ids)}) ORDER BY v.at LIMIT 1000`)),
  ] as unknown as (Omit<Voice, 'reporter'> & { report: ReportId; id: UserId; name: string; nickname: string })[]
}

export interface LockedReport {
  readonly author: UserId
  readonly role: ServerRole
  readonly name: string
  readonly closedAt: number | null
}

/** Locked: of two who close it one does. */
export async function lockReport(tx: Queries, id: ReportId): Promise<LockedReport | undefined> {
  const [row] = (await tx.execute(sql`
    SELECT u.id AS author, u.role, u.name, r.closed_at::float8 AS "closedAt"
    FROM reports r JOIN users u ON u.id = r.author_id WHERE r.id = ${id} FOR UPDATE OF r`)) as unknown as LockedReport[]
  return row
}

export async function markClosed(
  tx: Queries,
  id: ReportId,
  closing: { at: number; by: UserId; decision: ReportDecision },
): Promise<void> {
  const { at, by, decision } = closing
  await tx.execute(sql`
    UPDATE reports SET closed_at = ${at}, closed_by = ${by}, decision = ${decision} WHERE id = ${id}`)
}

/** Closed ones go, with all that was disclosed; the audit log keeps who decided what. */
export async function sweepReports(db: Queries, now: number): Promise<void> {
  const over = now - limits.reportDays * 86_400_000
  await db.transaction(async (tx) => {
    const gone = sql`(SELECT id FROM reports WHERE closed_at < ${over})`
    await tx.execute(sql`DELETE FROM report_messages WHERE report_id IN ${gone}`)
    await tx.execute(sql`DELETE FROM report_voices WHERE report_id IN ${gone}`)
    await tx.execute(sql`DELETE FROM reports WHERE closed_at < ${over}`)
  })
}
