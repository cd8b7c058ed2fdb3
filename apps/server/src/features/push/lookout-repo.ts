import type { ChatId, DeviceId, NotifyLevel, NotifySettings, UserId } from '@soroka/protocol'
import type { Queries } from './queries.ts'

/** As many rows of a chat are looked through at once. */
export const ROWS = 200

export interface ChatRows {
  readonly chat: ChatId
  readonly direct: boolean
  readonly members: number
  /** Rows up to here are done with after this look. */
  readonly upTo: number
  /** There are more. */
  readonly more: boolean
  readonly rows: readonly LogRow[]
}

export interface LogRow {
  readonly seq: number
  readonly sender: UserId
  readonly kind: number
  readonly at: number
  readonly expiresAt: number | null
  /** The clear header as hex. */
  readonly header: string
  readonly targetSender: UserId | null
  readonly first: boolean
}

/** A device of a member that may be pushed to. */
export interface Ear {
  readonly chat: ChatId
  readonly user: UserId
  readonly device: DeviceId
  readonly level: NotifyLevel | null
  readonly mutedUntil: number
  readonly request: boolean
  readonly joinedSeq: number
  readonly readSeq: number
  readonly settings: NotifySettings | null
  readonly blocked: readonly UserId[] | null
  /** He looks at the chat, on any device; he looks at this device. */
  readonly looks: boolean
  readonly visible: boolean
  /** When this device was last told of the chat. */
  readonly toldAt: number
}

/** How far back the first look into a chat goes: pushes of what is older are nobody's business. */
const HOUR = 3_600_000

/**
 * Locks the chats' cursors and reads what stands above them, as far as it may be pushed. A chat that another node looks
 * through at the moment is left out.
 */
export async function readNews(sql: Queries, chats: readonly ChatId[], now: number): Promise<ChatRows[]> {
  const ids = chats.join(',')
  await sql`
    INSERT INTO push_cursors (chat_id, seq)
    SELECT id, greatest(last_seq - ${ROWS}, 0) FROM chats WHERE id = ANY (string_to_array(${ids}, ',')) ORDER BY id
    ON CONFLICT DO NOTHING`
  return sql<ChatRows[]>`
    WITH mine AS (
      SELECT chat_id, seq FROM push_cursors WHERE chat_id = ANY (string_to_array(${ids}, ',')) ORDER BY chat_id
      FOR UPDATE SKIP LOCKED)
    SELECT c.id AS chat, c.kind = 'direct' AS direct, c.member_count AS members,
      least(c.last_seq, mine.seq + ${ROWS})::float8 AS "upTo", c.last_seq > mine.seq + ${ROWS} AS more,
      coalesce((
        SELECT json_agg(json_build_object('seq', m.seq, 'sender', m.sender, 'kind', m.kind, 'at', m.at,
          'expiresAt', m.expires_at, 'header', encode(substring(m.envelope FOR m.header_size), 'hex'),
          'targetSender', t.sender, 'first', m.msg_no = 1) ORDER BY m.seq)
        FROM messages m
        LEFT JOIN LATERAL (
          SELECT sender FROM messages t WHERE m.kind = 18 AND t.chat_id = m.chat_id AND t.msg_id = m.target LIMIT 1) t ON true
        WHERE m.chat_id = c.id AND m.seq > mine.seq AND m.seq <= mine.seq + ${ROWS} AND m.seq <= c.last_seq
          AND m.envelope IS NOT NULL AND m.kind IN (1, 2, 3, 18) AND m.at > ${now - HOUR}), '[]') AS rows
    FROM mine JOIN chats c ON c.id = mine.chat_id WHERE c.last_seq > mine.seq`
}

/** The devices that may hear of the chats, with all that decides whether they do: one statement for all messages. */
export function readEars(
  sql: Queries,
  chats: readonly ChatId[],
  senders: readonly UserId[],
  now: number,
): Promise<Ear[]> {
  return sql<Ear[]>`
    SELECT p.chat_id AS chat, p.user_id AS user, d.device_id AS device, p.level, p.muted_until::float8 AS "mutedUntil",
      p.request, greatest(p.joined_seq, stay.from_seq)::float8 AS "joinedSeq", p.read_seq::float8 AS "readSeq",
      CASE WHEN n.user_id IS NULL THEN NULL ELSE json_build_object('direct', n.direct, 'groups', n.groups,
        'reactions', n.reactions, 'calls', n.calls, 'requests', n.requests, 'quiet', n.quiet,
        'mutedUntil', n.muted_until) END AS settings,
      b.blocked, coalesce(f.looks, false) AS looks, coalesce(f.visible, false) AS visible,
      coalesce(w.at, 0)::float8 AS "toldAt"
    FROM chat_participants p
    JOIN push_devices d ON d.user_id = p.user_id AND d.state IN ('active', 'failing') AND d.endpoint IS NOT NULL
    JOIN sessions s ON s.id = d.session_id AND s.ended_at IS NULL AND s.expires_at > ${now}
    LEFT JOIN notify_settings n ON n.user_id = p.user_id
    LEFT JOIN push_shown w ON w.user_id = p.user_id AND w.device_id = d.device_id AND w.chat_id = p.chat_id
    LEFT JOIN LATERAL (
      SELECT from_seq FROM chat_memberships m
      WHERE m.chat_id = p.chat_id AND m.user_id = p.user_id AND m.to_seq IS NULL LIMIT 1) stay ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(blocked_id) AS blocked FROM blocks
      WHERE user_id = p.user_id AND blocked_id = ANY (string_to_array(${senders.join(',')}, ','))) b ON true
    LEFT JOIN LATERAL (
      SELECT bool_or(visible AND chat_id = p.chat_id) AS looks, bool_or(visible AND device_id = d.device_id) AS visible
      FROM push_focus WHERE user_id = p.user_id AND until > ${now}) f ON true
    WHERE p.chat_id = ANY (string_to_array(${chats.join(',')}, ',')) AND p.left_seq IS NULL`
}

export async function moveCursors(sql: Queries, news: readonly ChatRows[]): Promise<void> {
  await sql`
    UPDATE push_cursors k SET seq = greatest(k.seq, n.seq)
    FROM unnest(string_to_array(${news.map(({ chat }) => chat).join(',')}, ','),
      string_to_array(${news.map(({ upTo }) => upTo).join(',')}, ',')::int8[]) AS n (chat_id, seq)
    WHERE k.chat_id = n.chat_id`
}

/** Chats with rows of the last hour that nobody has looked through: the node that took them died before it could. */
export async function findForgotten(sql: Queries, now: number, limit: number): Promise<ChatId[]> {
  const rows = await sql<{ chat: ChatId }[]>`
    SELECT c.id AS chat FROM chats c LEFT JOIN push_cursors k ON k.chat_id = c.id
    WHERE c.last_at > ${now - HOUR} AND c.last_seq > coalesce(k.seq, 0) LIMIT ${limit}`
  return rows.map(({ chat }) => chat)
}
