import { SorokaError } from '@soroka/protocol'
import type { DeviceId, UserId } from '@soroka/protocol'
import type { ServerRole } from '@soroka/protocol/contract'
import { and, asc, desc, eq, gte, inArray, isNull, sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { devices, userChain, userPhotos, users } from './schema.ts'

export type UserRow = typeof users.$inferSelect
/** No chain certifies more. */
const maxDevices = 1000

export async function findUser(db: Queries, id: UserId): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.id, id)).limit(1)
  return row
}

export async function userExists(db: Queries, id: UserId): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.id, id)).limit(1)
  return rows.length > 0
}

export async function findUserByEmail(db: Queries, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.email, email)).limit(1)
  return row
}

export async function insertUser(db: Queries, user: typeof users.$inferInsert): Promise<void> {
  await db.insert(users).values(user)
}

export async function updateUser(
  db: Queries,
  id: UserId,
  change: Partial<typeof users.$inferInsert>,
): Promise<boolean> {
  const rows = await db.update(users).set(change).where(eq(users.id, id)).returning({ id: users.id })
  return rows.length > 0
}

/** A null takes it away. */
export async function putPhoto(
  db: Queries,
  id: UserId,
  photo: { readonly image: Buffer; readonly version: string } | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(users)
      .set({ photo: photo?.version ?? null })
      .where(eq(users.id, id))
    if (photo === null) await tx.delete(userPhotos).where(eq(userPhotos.userId, id))
    else
      await tx
        .insert(userPhotos)
        .values({ userId: id, image: photo.image })
        .onConflictDoUpdate({ target: userPhotos.userId, set: { image: photo.image } })
  })
}

/**
 * Refuses whoever is suspended or gone. In a transaction that lets him in: the lock makes a suspension wait for it, or
 * it for the suspension, so no session is left over (CVE-2022-24751).
 * @throws SorokaError ACCOUNT_SUSPENDED, with the `contact` that the desk gave
 */
export async function refuseSuspended(tx: Queries, id: UserId): Promise<void> {
  const [row] = await tx.select({ at: users.suspendedAt }).from(users).where(eq(users.id, id)).limit(1).for('share')
  if (row?.at === null) return
  const [place] = await tx.execute<{ contact: string }>(sql`SELECT contact FROM place WHERE contact <> ''`)
  throw new SorokaError('ACCOUNT_SUSPENDED', place === undefined ? undefined : { contact: place.contact })
}

/** Undefined: there is nobody of this id, or not any more. */
export async function findRole(db: Queries, id: UserId): Promise<ServerRole | undefined> {
  const where = and(eq(users.id, id), isNull(users.suspendedAt))
  const [row] = await db.select({ role: users.role }).from(users).where(where).limit(1)
  return row?.role
}

export async function anyUserExists(db: Queries): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1)
  return rows.length > 0
}

/** Which of these nicknames are taken. */
export async function takenNicknames(db: Queries, names: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ nickname: users.nickname })
    .from(users)
    .where(inArray(users.nickname, [...names]))
  return new Set(rows.map((row) => row.nickname))
}

/** Entries from a position on, in order. */
export function listChain(db: Queries, user: UserId, from: number, limit: number) {
  return db
    .select({ seq: userChain.seq, entry: userChain.entry })
    .from(userChain)
    .where(and(eq(userChain.userId, user), gte(userChain.seq, from)))
    .orderBy(asc(userChain.seq))
    .limit(limit)
}

/** Everybody who changes the chain or the password of a person waits here for the others. */
export async function lockUser(db: Queries, user: UserId): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.id, user)).for('update')
  return rows.length > 0
}

export async function insertChainEntry(db: Queries, row: typeof userChain.$inferInsert): Promise<void> {
  await db.insert(userChain).values(row)
}

export async function insertDevice(db: Queries, row: typeof devices.$inferInsert): Promise<void> {
  await db.insert(devices).values(row)
}

export async function markDeviceRevoked(db: Queries, user: UserId, device: DeviceId, at: number): Promise<void> {
  await db
    .update(devices)
    .set({ revokedAt: at })
    .where(and(eq(devices.userId, user), eq(devices.id, device)))
}

/** All that were not revoked. */
export function listDevices(db: Queries, user: UserId) {
  return db
    .select({ id: devices.id, name: devices.name, kind: devices.kind, addedAt: devices.addedAt })
    .from(devices)
    .where(and(eq(devices.userId, user), isNull(devices.revokedAt)))
    .orderBy(desc(devices.addedAt))
    .limit(maxDevices)
}

/** False unless it is a device of this person that was not revoked. */
export async function renameDevice(db: Queries, user: UserId, device: DeviceId, name: string): Promise<boolean> {
  const rows = await db
    .update(devices)
    .set({ name })
    .where(and(eq(devices.userId, user), eq(devices.id, device), isNull(devices.revokedAt)))
    .returning({ id: devices.id })
  return rows.length > 0
}

export async function findDevice(db: Queries, user: UserId, device: DeviceId) {
  const [row] = await db
    .select({ id: devices.id, signPub: devices.signPub, revokedAt: devices.revokedAt })
    .from(devices)
    .where(and(eq(devices.userId, user), eq(devices.id, device)))
    .limit(1)
  return row
}
