import type { ChatId, FileId, UserId } from '@soroka/protocol'
import type { ISql } from 'postgres'
import type { Sql } from '../../platform/db/index.ts'

type Queries = ISql<{ bigint: number }>

export interface FileRow {
  readonly owner: UserId
  readonly size: number
  readonly whole: boolean
}

/** A file that is not being deleted. */
export async function findFile(sql: Sql, id: FileId): Promise<FileRow | undefined> {
  const [row] = await sql<FileRow[]>`
    SELECT owner, size::float8, whole_at IS NOT NULL AS whole FROM files WHERE id = ${id} AND gone_at IS NULL`
  return row
}

/** Bytes of one person's files: those that count for him, and with those that wait to be deleted. */
export interface Usage {
  readonly used: number
  readonly stored: number
}

export async function readUsage(sql: Queries, owner: UserId): Promise<Usage> {
  const [row] = await sql<Usage[]>`
    SELECT coalesce(sum(f.size), 0)::float8 AS stored,
      coalesce(sum(f.size) FILTER (WHERE f.dropped_at IS NULL
        OR EXISTS (SELECT 1 FROM file_refs r WHERE r.file_id = f.id)), 0)::float8 AS used
    FROM files f WHERE f.owner = ${owner} AND f.gone_at IS NULL`
  return row ?? { used: 0, stored: 0 }
}

export interface NewFile {
  readonly id: FileId
  readonly owner: UserId
  readonly size: number
  readonly at: number
}

/** What one person reserves, he reserves one after the other. */
export async function lockOwner(tx: Queries, owner: UserId): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`files ${owner}`}, 0))`
}

/** Of his own, or of bytes that no row spoke of; what is whole stays. */
export async function deleteUnfinished(tx: Queries, { id, owner }: NewFile): Promise<void> {
  await tx`
    DELETE FROM files WHERE id = ${id} AND owner IN (${owner}, '') AND whole_at IS NULL AND gone_at IS NULL`
}

/** False when the id is taken. */
export async function insertFile(tx: Queries, { id, owner, size, at }: NewFile): Promise<boolean> {
  const rows = await tx`
    INSERT INTO files (id, owner, size, created_at, waiting_since) VALUES (${id}, ${owner}, ${size}, ${at}, ${at})
    ON CONFLICT (id) DO NOTHING RETURNING 1`
  return rows.length > 0
}

/** Something came: its day begins again. */
export async function touchUnfinished(sql: Sql, id: FileId, at: number): Promise<void> {
  await sql`UPDATE files SET waiting_since = ${at} WHERE id = ${id} AND whole_at IS NULL AND gone_at IS NULL`
}

/** False when it was deleted meanwhile. */
export async function markWhole(sql: Sql, id: FileId, at: number): Promise<boolean> {
  const rows = await sql`
    UPDATE files SET whole_at = coalesce(whole_at, ${at}), waiting_since = ${at} WHERE id = ${id} AND gone_at IS NULL
    RETURNING 1`
  return rows.length > 0
}

/**
 * How long a file is that this person reads in this chat (R20): a living message names it, inside his memberships.
 * Undefined for everybody else, whatever else he knows.
 */
export async function findReadable(sql: Sql, file: FileId, chat: ChatId, user: UserId): Promise<number | undefined> {
  const [row] = await sql<{ size: number }[]>`
    SELECT f.size::float8 FROM files f
    WHERE f.id = ${file} AND f.whole_at IS NOT NULL AND f.gone_at IS NULL
      AND EXISTS (SELECT 1 FROM file_refs r JOIN chat_memberships s ON s.chat_id = r.chat_id AND s.user_id = ${user}
        AND r.seq > s.from_seq AND (s.to_seq IS NULL OR r.seq <= s.to_seq)
        WHERE r.file_id = f.id AND r.chat_id = ${chat})`
  return row?.size
}
