import type { ChatId, MsgId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import type { StoredRow } from './history-repo.ts'
import type { Span } from './view.ts'

/** Most annotations of one message in a page (R14), and most bytes of them. */
const MAX_EACH = 200
const EACH_BYTES = 1_048_576

export interface AnnotationQuery {
  /** In the order in which they are served. */
  readonly targets: readonly MsgId[]
  /** Only rows above this seq: the others stand in the page itself. */
  readonly above: number
  /** Where the reader may read. */
  readonly spans: readonly Span[]
  /** Of all of them together; the first target's come in any case. */
  readonly bytes: number
}

/**
 * What is said about these messages and still lives, ascending. Where there is too much about one of them, edits,
 * deletions, pins and closings go before reactions and votes, and new ones before old. `complete`: how many of the
 * targets are served in full.
 */
export async function findAnnotations(
  sql: Sql,
  chat: ChatId,
  query: AnnotationQuery,
): Promise<{ rows: StoredRow[]; complete: number }> {
  const { targets, above, spans, bytes } = query
  if (targets.length === 0 || spans.length === 0) return { rows: [], complete: targets.length }
  const found = await sql<(StoredRow & { cut: number | null })[]>`
    WITH span AS MATERIALIZED (
      SELECT * FROM unnest(string_to_array(${spans.map((span) => span.above).join(',')}, ',')::int8[],
        string_to_array(${spans.map((span) => span.upTo).join(',')}, ',')::int8[]) AS s (above, up_to)
    ),
    found AS MATERIALIZED (
      SELECT w.no, a.* FROM unnest(string_to_array(${targets.join(',')}, ',')) WITH ORDINALITY AS w (id, no)
      CROSS JOIN LATERAL (
        SELECT t.*, sum(t.size) OVER (ORDER BY t.bulk, t.seq DESC) AS total FROM (
          SELECT m.seq, m.at, m.envelope, octet_length(m.envelope) AS size, m.kind IN (18, 20) AS bulk FROM messages m
          WHERE m.chat_id = ${chat} AND m.target = w.id AND m.envelope IS NOT NULL AND m.seq > ${above}
            AND EXISTS (SELECT 1 FROM span s WHERE m.seq > s.above AND m.seq <= s.up_to)
          ORDER BY 5, m.seq DESC LIMIT ${MAX_EACH}) t) a
      WHERE a.total - a.size < ${EACH_BYTES}
    ),
    served AS (SELECT f.*, sum(f.size) OVER (ORDER BY f.no) AS so_far FROM found f),
    cut AS (SELECT min(no)::int4 AS no FROM served WHERE so_far > ${bytes} AND no > 1)
    SELECT s.seq::float8, s.at::float8, s.envelope, NULL AS header, NULL AS hash, cut.no AS cut
    FROM served s, cut WHERE cut.no IS NULL OR s.no < cut.no OR s.no = 1 ORDER BY s.seq`
  const cut = found[0]?.cut ?? null
  return { rows: found, complete: cut === null ? targets.length : cut - 1 }
}

export interface PinRow {
  readonly seq: number
  readonly targetSeq: number
}

/** The newest pins and what they pin, where the reader may read both; fewer when they are large. */
export async function findPins(
  sql: Sql,
  chat: ChatId,
  spans: readonly Span[],
  limit: number,
  bytes: number,
): Promise<PinRow[]> {
  if (spans.length === 0) return []
  return sql<PinRow[]>`
    WITH span AS MATERIALIZED (
      SELECT * FROM unnest(string_to_array(${spans.map((span) => span.above).join(',')}, ',')::int8[],
        string_to_array(${spans.map((span) => span.upTo).join(',')}, ',')::int8[]) AS s (above, up_to)
    ),
    pin AS (
      SELECT a.seq, t.seq AS target, octet_length(a.envelope) + octet_length(t.envelope) AS size
      FROM message_reactions r
      JOIN messages a ON a.chat_id = r.chat_id AND a.seq = r.seq AND a.envelope IS NOT NULL
      JOIN messages t ON t.chat_id = r.chat_id AND t.msg_id = r.target AND t.envelope IS NOT NULL
      WHERE r.chat_id = ${chat} AND r.slot = 19
        AND EXISTS (SELECT 1 FROM span s WHERE a.seq > s.above AND a.seq <= s.up_to)
        AND EXISTS (SELECT 1 FROM span s WHERE t.seq > s.above AND t.seq <= s.up_to)
      ORDER BY r.seq DESC LIMIT ${limit}
    )
    SELECT seq::float8, target::float8 AS "targetSeq"
    FROM (SELECT *, sum(size) OVER (ORDER BY seq DESC) - size AS before FROM pin) sized
    WHERE before < ${bytes} ORDER BY seq`
}
