import type { DeviceId, UserId } from '@soroka/protocol'
import { and, eq, like, ne } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { accountBlobs, deviceBoxes } from './schema.ts'

/** The newest generation alone: older ones follow from it. */
export async function replaceBoxes(
  db: Queries,
  user: UserId,
  gen: number,
  boxes: readonly { readonly device: DeviceId; readonly box: string }[],
): Promise<void> {
  await db.delete(deviceBoxes).where(eq(deviceBoxes.userId, user))
  if (boxes.length === 0) return
  const rows = boxes.map(({ device, box }) => ({
    userId: user,
    deviceId: device,
    gen,
    box: Buffer.from(box, 'base64url'),
  }))
  await db.insert(deviceBoxes).values(rows)
}

export async function findBox(db: Queries, user: UserId, device: DeviceId) {
  const [row] = await db
    .select({ gen: deviceBoxes.gen, box: deviceBoxes.box })
    .from(deviceBoxes)
    .where(and(eq(deviceBoxes.userId, user), eq(deviceBoxes.deviceId, device)))
    .limit(1)
  return row
}

export async function deleteOldPuks(db: Queries, user: UserId, newest: string): Promise<void> {
  await db
    .delete(accountBlobs)
    .where(and(eq(accountBlobs.userId, user), like(accountBlobs.kind, 'puk.%'), ne(accountBlobs.kind, newest)))
}
