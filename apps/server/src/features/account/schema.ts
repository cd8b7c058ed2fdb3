import type { DeviceId, UserId } from '@soroka/protocol'
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, idText, moment } from '../../platform/db/columns.ts'

/** How a password is proved. `version` rises with each change (R10). */
export const credentials = pgTable('credentials', {
  userId: idText('user_id').$type<UserId>().primaryKey(),
  /** OPAQUE registration record as base64url. */
  opaqueRecord: text('opaque_record').notNull(),
  version: integer('version').notNull(),
  changedAt: moment('changed_at').notNull(),
})

/** Sealed things of the account that only its owner opens: wraps of AS, IK and PUK. */
export const accountBlobs = pgTable(
  'account_blobs',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    kind: idText('kind').notNull(),
    bytes: bytes('bytes').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.kind] })],
)

/** The newest user key, sealed to each device that was not there when it was made (R1). */
export const deviceBoxes = pgTable(
  'device_boxes',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    deviceId: idText('device_id').$type<DeviceId>().notNull(),
    gen: integer('gen').notNull(),
    box: bytes('box').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)
