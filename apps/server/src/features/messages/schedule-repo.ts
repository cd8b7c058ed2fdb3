import type { ChatId, ErrorCode, MsgId, UserId } from '@soroka/protocol'
import type { ISql } from 'postgres'
import type { Sql } from '../../platform/db/index.ts'

type Queries = ISql<{ bigint: number }>

/** What names a scheduled message. */
export interface ScheduledKey {
  readonly chat: ChatId
  readonly sender: UserId
  readonly msgId: MsgId
}

export interface Scheduled extends ScheduledKey {
  readonly sendAt: number
  readonly envelope: Buffer
  readonly files?: string | undefined
  readonly held: boolean
}

/** One whose time has come. */
export interface Due extends Scheduled {
  /** How often it could not be let in. */
  readonly tries: number
}

/** One as its author sees it. */
export interface Waiting extends Scheduled {
  readonly floor: number | null
  readonly failed: ErrorCode | null
}

/** What decides about a message that is to wait. */
export interface ScheduleFacts {
  readonly role: 'member' | 'admin' | 'owner' | null
  readonly kind: 'direct' | 'group' | 'nest'
  /** As the persist functions read it: 1 is everybody. */
  readonly writeWho: number
  /** Seconds; 0: nothing disappears. */
  readonly timer: number
  /** The other one of a direct chat blocked him. */
  readonly blocked: boolean
  readonly floor: number
  readonly head: number
  readonly rotate: boolean
  /** When the one of the same id is due, if there is one. */
  readonly before: number | null
  /** Of this person, in all chats. */
  readonly waiting: number
  /** It is in the log already. */
  readonly sent: boolean
  /** Somebody else's message has its id. */
  readonly taken: boolean
}

/** In the transaction that keeps it; one person's are kept one after the other. */
export async function readFacts(tx: Queries, key: ScheduledKey): Promise<ScheduleFacts | undefined> {
  const { chat, sender, msgId } = key
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`scheduled ${sender}`}, 0))`
  const [facts] = await tx<ScheduleFacts[]>`
    SELECT p.role, c.kind, c.write_who AS "writeWho", c.timer,
      c.kind = 'direct' AND EXISTS (SELECT 1 FROM blocks b JOIN chat_participants o
        ON o.chat_id = c.id AND o.user_id = b.user_id WHERE b.blocked_id = ${sender}) AS blocked,
      c.floor::float8, c.head::float8, c.rotate_required AS rotate,
      (SELECT s.send_at::float8 FROM scheduled_messages s
       WHERE s.chat_id = c.id AND s.sender = ${sender} AND s.msg_id = ${msgId}) AS before,
      (SELECT count(*)::int4 FROM scheduled_messages s WHERE s.sender = ${sender}) AS waiting,
      EXISTS (SELECT 1 FROM messages m WHERE m.chat_id = c.id AND m.msg_id = ${msgId} AND m.sender = ${sender}) AS sent,
      EXISTS (SELECT 1 FROM messages m WHERE m.chat_id = c.id AND m.msg_id = ${msgId} AND m.sender <> ${sender}) AS taken
    FROM chats c
    LEFT JOIN chat_participants p ON p.chat_id = c.id AND p.user_id = ${sender} AND p.left_seq IS NULL
    WHERE c.id = ${chat}`
  return facts
}

/** Whether he could send these files now (R20), as persist_with_files judges it. */
export async function maySendFiles(tx: Queries, sender: UserId, files: string): Promise<boolean> {
  const ids = files.split(',')
  const rows = await tx`
    SELECT 1 FROM files f
    WHERE f.id = ANY (string_to_array(${files}, ',')) AND f.whole_at IS NOT NULL AND f.gone_at IS NULL
      AND (f.owner = ${sender} OR EXISTS (SELECT 1 FROM file_refs r
        JOIN chat_memberships s ON s.chat_id = r.chat_id AND s.user_id = ${sender}
          AND r.seq > s.from_seq AND (s.to_seq IS NULL OR r.seq <= s.to_seq)
        WHERE r.file_id = f.id))
    FOR KEY SHARE OF f`
  return rows.length === ids.length
}

export async function putScheduled(tx: Queries, one: Omit<Scheduled, 'held'>): Promise<void> {
  const { chat, sender, msgId, sendAt, envelope, files = null } = one
  await tx`
    INSERT INTO scheduled_messages (chat_id, sender, msg_id, send_at, envelope, files)
    VALUES (${chat}, ${sender}, ${msgId}, ${sendAt}, ${envelope}, ${files})
    ON CONFLICT (chat_id, sender, msg_id) DO UPDATE
    SET send_at = excluded.send_at, envelope = excluded.envelope, files = excluded.files, held = false,
      failed = NULL, tries = 0, try_at = NULL`
}

/** Of one person, the next first; with the floor of each chat. */
export async function findScheduled(sql: Sql, sender: UserId): Promise<Waiting[]> {
  return sql<Waiting[]>`
    SELECT s.chat_id AS chat, s.sender, s.msg_id AS "msgId", s.send_at::float8 AS "sendAt", s.envelope, s.held, s.failed,
      c.floor::float8 AS floor
    FROM scheduled_messages s LEFT JOIN chats c ON c.id = s.chat_id
    WHERE s.sender = ${sender} ORDER BY s.send_at, s.msg_id`
}

/** Those whose time has come, locked; what another node has in hand is passed over. */
export async function takeDue(tx: Queries, now: number, limit: number): Promise<Due[]> {
  return tx<Due[]>`
    SELECT chat_id AS chat, sender, msg_id AS "msgId", send_at::float8 AS "sendAt", envelope, held, tries
    FROM scheduled_messages WHERE NOT held AND send_at <= ${now} AND (try_at IS NULL OR try_at <= ${now})
    ORDER BY send_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`
}

export async function deleteScheduled(sql: Queries, { chat, sender, msgId }: ScheduledKey): Promise<boolean> {
  const gone = await sql`
    DELETE FROM scheduled_messages WHERE chat_id = ${chat} AND sender = ${sender} AND msg_id = ${msgId} RETURNING 1`
  return gone.length > 0
}

export async function holdScheduled(tx: Queries, { chat, sender, msgId }: ScheduledKey): Promise<void> {
  await tx`
    UPDATE scheduled_messages SET held = true WHERE chat_id = ${chat} AND sender = ${sender} AND msg_id = ${msgId}`
}

/** It is tried no more: its author is shown why. */
export async function failScheduled(
  tx: Queries,
  { chat, sender, msgId }: ScheduledKey,
  code: ErrorCode,
): Promise<void> {
  await tx`
    UPDATE scheduled_messages SET held = true, failed = ${code}
    WHERE chat_id = ${chat} AND sender = ${sender} AND msg_id = ${msgId}`
}

export async function postponeScheduled(tx: Queries, { chat, sender, msgId }: ScheduledKey, until: number) {
  await tx`
    UPDATE scheduled_messages SET tries = least(tries + 1, 100), try_at = ${until}
    WHERE chat_id = ${chat} AND sender = ${sender} AND msg_id = ${msgId}`
}
