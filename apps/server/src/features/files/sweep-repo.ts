import type { FileId } from '@soroka/protocol'
import type { ISql } from 'postgres'
import type { Sql } from '../../platform/db/index.ts'

type Queries = ISql<{ bigint: number }>

/**
 * Files that nobody named since one moment, or that lost a message before another; held until the transaction ends, so
 * that no message takes one up meanwhile (persist_with_files holds what it names).
 */
export async function holdUnused(
  tx: Queries,
  before: { readonly waiting: number; readonly dropped: number },
  limit: number,
): Promise<FileId[]> {
  const rows = await tx<{ id: FileId }[]>`
    SELECT id FROM files WHERE gone_at IS NULL AND (waiting_since <= ${before.waiting} OR dropped_at <= ${before.dropped})
    LIMIT ${limit} FOR UPDATE SKIP LOCKED`
  return rows.map((row) => row.id)
}

/** Holds one that its owner takes back, unless a message names it. */
export async function holdUnnamed(tx: Queries, id: FileId): Promise<boolean> {
  await tx`SELECT 1 FROM files WHERE id = ${id} FOR UPDATE`
  const rows = await tx`
    SELECT 1 FROM files f WHERE f.id = ${id} AND NOT EXISTS (SELECT 1 FROM file_refs r WHERE r.file_id = f.id)`
  return rows.length > 0
}

/** Of the held ones: what a message names is left alone, what a scheduled one names waits with it, the rest is given up. */
export async function giveUp(tx: Queries, ids: readonly FileId[], at: number): Promise<void> {
  await tx`
    UPDATE files f SET dropped_at = NULL,
      waiting_since = CASE WHEN NOT u.named AND u.scheduled THEN ${at}::int8 END,
      gone_at = CASE WHEN NOT u.named AND NOT u.scheduled THEN ${at}::int8 END
    FROM (SELECT g.id, EXISTS (SELECT 1 FROM file_refs r WHERE r.file_id = g.id) AS named,
        EXISTS (SELECT 1 FROM scheduled_messages s
          WHERE s.sender = g.owner AND g.id = ANY (string_to_array(s.files, ','))) AS scheduled
      FROM files g WHERE g.id = ANY (string_to_array(${ids.join(',')}, ','))) u
    WHERE f.id = u.id`
}

/** Bytes that nobody is the owner of wait from now on like those whose last message went. @returns how many there were */
export async function noteStrays(sql: Sql, ids: readonly FileId[], at: number): Promise<number> {
  const { count } = await sql`
    INSERT INTO files (id, owner, size, created_at, dropped_at)
    SELECT id, '', 0, ${at}, ${at} FROM unnest(string_to_array(${ids.join(',')}, ',')) AS id
    ON CONFLICT (id) DO NOTHING`
  return count
}

export async function markGone(tx: Queries, id: FileId, at: number): Promise<void> {
  await tx`UPDATE files SET gone_at = ${at}, waiting_since = NULL, dropped_at = NULL WHERE id = ${id}`
}

export async function findGone(sql: Sql, limit: number): Promise<FileId[]> {
  const rows = await sql<{ id: FileId }[]>`
    SELECT id FROM files WHERE gone_at IS NOT NULL ORDER BY gone_at LIMIT ${limit}`
  return rows.map((row) => row.id)
}

/** The last trace, once its bytes are gone. */
export async function deleteGone(sql: Sql, id: FileId): Promise<void> {
  await sql`DELETE FROM files WHERE id = ${id} AND gone_at IS NOT NULL`
}

/**
 * Messages of before a moment let go of their files and keep all else. No file is younger than a message that names it,
 * so young files need not be looked at. @returns how many places were let go of
 */
export async function letGoOld(sql: Sql, before: number, at: number, limit: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    WITH old AS (
      SELECT r.chat_id, r.seq, r.file_id FROM files f
      JOIN file_refs r ON r.file_id = f.id
      JOIN messages m ON m.chat_id = r.chat_id AND m.seq = r.seq
      WHERE f.whole_at <= ${before} AND f.gone_at IS NULL AND m.at <= ${before} LIMIT ${limit}
    ),
    unnamed AS (
      DELETE FROM file_refs r USING old o
      WHERE r.chat_id = o.chat_id AND r.seq = o.seq AND r.file_id = o.file_id RETURNING r.file_id
    ),
    dropped AS (
      UPDATE files f SET dropped_at = ${at}, waiting_since = NULL
      FROM (SELECT DISTINCT file_id FROM unnamed) u WHERE f.id = u.file_id
    )
    SELECT count(*)::float8 AS count FROM unnamed`
  return row?.count ?? 0
}
