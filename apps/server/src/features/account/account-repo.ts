import type { UserId } from '@soroka/protocol'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { accountBlobs, credentials } from './schema.ts'

export interface Blob {
  readonly kind: string
  /** base64url */
  readonly bytes: string
}

export async function findCredentials(db: Queries, user: UserId) {
  const [row] = await db
    .select({ opaqueRecord: credentials.opaqueRecord, version: credentials.version })
    .from(credentials)
    .where(eq(credentials.userId, user))
    .limit(1)
  return row
}

export async function insertCredentials(db: Queries, user: UserId, opaqueRecord: string, at: number): Promise<void> {
  await db.insert(credentials).values({ userId: user, opaqueRecord, version: 1, changedAt: at })
}

/** Compare-and-set (R10): false if the version is not the one before. */
export async function replaceCredentials(
  db: Queries,
  user: UserId,
  change: { readonly opaqueRecord: string; readonly version: number; readonly at: number },
): Promise<boolean> {
  const rows = await db
    .update(credentials)
    .set({ opaqueRecord: change.opaqueRecord, version: change.version, changedAt: change.at })
    .where(and(eq(credentials.userId, user), eq(credentials.version, change.version - 1)))
    .returning({ version: credentials.version })
  return rows.length > 0
}

export async function listBlobs(db: Queries, user: UserId): Promise<Blob[]> {
  const rows = await db
    .select({ kind: accountBlobs.kind, bytes: accountBlobs.bytes })
    .from(accountBlobs)
    .where(eq(accountBlobs.userId, user))
    .orderBy(asc(accountBlobs.kind))
    .limit(1000)
  return rows.map((row) => ({ kind: row.kind, bytes: row.bytes.toString('base64url') }))
}

export async function putBlobs(db: Queries, user: UserId, blobs: readonly Blob[], at: number): Promise<void> {
  if (blobs.length === 0) return
  const rows = blobs.map((blob) => ({
    userId: user,
    kind: blob.kind,
    bytes: Buffer.from(blob.bytes, 'base64url'),
    changedAt: at,
  }))
  await db
    .insert(accountBlobs)
    .values(rows)
    .onConflictDoUpdate({
      target: [accountBlobs.userId, accountBlobs.kind],
      set: { bytes: sql`excluded.bytes`, changedAt: sql`excluded.changed_at` },
    })
}

export async function deleteBlob(db: Queries, user: UserId, kind: string): Promise<void> {
  await db.delete(accountBlobs).where(and(eq(accountBlobs.userId, user), eq(accountBlobs.kind, kind)))
}
