import type { DeviceId, UserId } from '@soroka/protocol'
import type { Status } from '@soroka/protocol/contract'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { bytes, idText, moment } from '../../platform/db/columns.ts'

const audienceOf = (name: string, otherwise: 'everyone' | 'contacts') =>
  text(name, { enum: ['everyone', 'contacts', 'nobody'] })
    .notNull()
    .default(otherwise)

/** A person; the row exists from the confirmation of the e-mail on. */
export const users = pgTable(
  'users',
  {
    id: idText('id').$type<UserId>().primaryKey(),
    /** Lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    nickname: idText('nickname').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'moderator', 'member'] }).notNull(),
    locale: text('locale', { enum: ['ru', 'en'] }).notNull(),
    findByEmail: boolean('find_by_email').notNull().default(false),
    /** Who sees whether he is online and when he last was. */
    lastSeenTo: text('last_seen_to', { enum: ['everyone', 'contacts', 'nobody'] })
      .notNull()
      .default('everyone'),
    readReceipts: boolean('read_receipts').notNull().default(true),
    typing: boolean('typing').notNull().default(true),
    /** Who may put him into a group at once. */
    groupsFrom: text('groups_from', { enum: ['everyone', 'contacts', 'nobody'] })
      .notNull()
      .default('everyone'),
    about: text('about'),
    /** E.164. Nobody has called it: several people may say the same one. */
    phone: text('phone'),
    status: jsonb('status').$type<Status>(),
    /** Who sees what of the profile. */
    photoTo: audienceOf('photo_to', 'everyone'),
    aboutTo: audienceOf('about_to', 'everyone'),
    phoneTo: audienceOf('phone_to', 'contacts'),
    statusTo: audienceOf('status_to', 'everyone'),
    /** Who may begin a chat with him, and whose calls ring. */
    writeFrom: audienceOf('write_from', 'everyone'),
    callFrom: audienceOf('call_from', 'everyone'),
    findByNickname: boolean('find_by_nickname').notNull().default(true),
    findByPhone: boolean('find_by_phone').notNull().default(false),
    recoverySavedAt: moment('recovery_saved_at'),
    /** Version of the photo in user_photos. */
    photo: text('photo'),
    /** His newest user key, and the first one of his identity, as his chain has them: what epochs must be sealed to. */
    pukGen: integer('puk_gen').notNull().default(1),
    pukSince: integer('puk_since').notNull().default(1),
    createdAt: moment('created_at').notNull(),
    /** Came by an invite of the desk: not a stranger to the place from the first day on. */
    vouched: boolean('vouched').notNull().default(false),
    /** Let in nowhere since then. */
    suspendedAt: moment('suspended_at'),
    /** Gone for good since then; suspended too. */
    deletedAt: moment('deleted_at'),
  },
  (table) => [
    /** The desk's list, from its end. */
    index('users_created').on(table.createdAt, table.id),
    uniqueIndex('users_email').on(table.email),
    /** COLLATE "C": also serves searches by the beginning. */
    uniqueIndex('users_nickname').on(table.nickname),
    index('users_phone')
      .on(table.phone)
      .where(sql`${table.phone} IS NOT NULL`),
    uniqueIndex('users_one_owner')
      .on(table.role)
      .where(sql`${table.role} = 'owner'`),
  ],
)

/** Beside the person: lists read people, and no pictures. */
export const userPhotos = pgTable('user_photos', {
  userId: idText('user_id').$type<UserId>().primaryKey(),
  image: bytes('image').notNull(),
})

/** The signed chain of a person's keys, one row an entry, appended only. */
export const userChain = pgTable(
  'user_chain',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    seq: integer('seq').notNull(),
    entry: bytes('entry').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.seq] })],
)

/** What the chain doesn't say of a device: its name and its last use. The keys are copies of the chain's. */
export const devices = pgTable(
  'devices',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    id: idText('id').$type<DeviceId>().notNull(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['web', 'bot'] }).notNull(),
    signPub: bytes('sign_pub').notNull(),
    addedAt: moment('added_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.id] }), index('devices_id').on(table.id)],
)

/** How the nicknames look that are taken, or were until lately: two that are taken for each other have one row. */
export const nicknameLooks = pgTable(
  'nickname_looks',
  {
    look: idText('look').primaryKey(),
    userId: idText('user_id').$type<UserId>().notNull(),
    /** When its holder gave it up. */
    freedAt: moment('freed_at'),
  },
  (table) => [index('nickname_looks_user').on(table.userId)],
)
