import type { DeviceId, DeviceLinkId, FlowId, InviteId, SessionId, UserId } from '@soroka/protocol'
import { bigint, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, idText, moment } from '../../platform/db/columns.ts'

/** One run of sign-up, sign-in or recovery. A pending sign-up is only this row: it reserves nothing (R18). */
export const authFlows = pgTable(
  'auth_flows',
  {
    id: idText('id').$type<FlowId>().primaryKey(),
    step: text('step', {
      enum: [
        'sign_up',
        'sign_in',
        'device',
        'recovery',
        'recovered',
        'unlock',
        'unlocked',
        'sign_in_code',
        'recovery_code',
        'email',
        'passkey',
        'passkey_sign_in',
      ],
    }).notNull(),
    /** The signed-in device that began it, and alone may go on with it. */
    sessionId: idText('session_id').$type<SessionId>(),
    /** Null: a decoy for an address that has no account, or has one already (S7). */
    userId: idText('user_id').$type<UserId>(),
    email: text('email').notNull(),
    locale: text('locale', { enum: ['ru', 'en'] }).notNull(),
    /** SHA-256 of flow ‖ code; the code is good for this flow alone (S8). */
    codeHash: bytes('code_hash'),
    codeExpiresAt: moment('code_expires_at'),
    triesLeft: integer('tries_left').notNull().default(0),
    codesSent: integer('codes_sent').notNull().default(0),
    /** The state of OPAQUE between the two messages of a sign-in, or the challenge of a passkey. */
    loginState: text('login_state'),
    /** The set-up token was shown, or the person sits at this machine: may become the owner (S22). */
    mayOwn: boolean('may_own').notNull().default(false),
    /** The invite that it was begun with; used up when it is finished. */
    invite: idText('invite').$type<InviteId>(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('auth_flows_expires').on(table.expiresAt)],
)

/** A signed-in device. The refresh token is derived, only its hash is stored. */
export const sessions = pgTable(
  'sessions',
  {
    id: idText('id').$type<SessionId>().primaryKey(),
    userId: idText('user_id').$type<UserId>().notNull(),
    deviceId: idText('device_id').$type<DeviceId>().notNull(),
    delivery: text('delivery', { enum: ['cookie', 'body'] }).notNull(),
    /** Mixed into the derivation of every refresh token of this session. */
    salt: bytes('salt').notNull(),
    generation: integer('generation').notNull(),
    /** SHA-256 of the refresh token of `generation`. */
    tokenHash: bytes('token_hash').notNull(),
    /** The newest generation that is known to have arrived at the device. */
    arrivedGeneration: integer('arrived_generation').notNull(),
    rotatedAt: moment('rotated_at').notNull(),
    /** When the device was last heard of, to a minute. */
    seenAt: moment('seen_at'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
    endReason: text('end_reason', { enum: ['signed_out', 'revoked', 'reuse', 'expired', 'suspended'] }),
  },
  (table) => [index('sessions_user').on(table.userId), index('sessions_expires').on(table.expiresAt)],
)

/** One-time tickets of the socket (S4). UNLOGGED: they live 30 s, and a crash may lose them. */
export const tickets = pgTable(
  'tickets',
  {
    /** SHA-256 of the ticket. */
    hash: bytes('hash').primaryKey(),
    sessionId: idText('session_id').$type<SessionId>().notNull(),
    userId: idText('user_id').$type<UserId>().notNull(),
    deviceId: idText('device_id').$type<DeviceId>().notNull(),
    delivery: text('delivery', { enum: ['cookie', 'body'] }).notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('tickets_expires').on(table.expiresAt)],
)

/** The second factor of an account (RFC 6238). Without `enabled_at` it was shown, and no code has proved it yet. */
export const secondFactors = pgTable('second_factors', {
  userId: idText('user_id').$type<UserId>().primaryKey(),
  /** Sealed under a key of the server: with the database alone nobody makes codes. */
  secret: bytes('secret').notNull(),
  enabledAt: moment('enabled_at'),
  /** Of the last code that was taken: it and all before it are over. */
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
  createdAt: moment('created_at').notNull(),
})

/** Codes for the day on which the second factor is lost; a row is one that was not used. */
export const backupCodes = pgTable(
  'backup_codes',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    /** Keyed, and of this person. */
    hash: bytes('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] })],
)

/** A device that shows its code to one that is signed in: five minutes at most. */
export const deviceLinks = pgTable(
  'device_links',
  {
    id: idText('id').$type<DeviceLinkId>().primaryKey(),
    /** SHA-256 of what the new device asks by. */
    claimHash: bytes('claim_hash').notNull(),
    state: text('state', { enum: ['open', 'seen', 'approved', 'refused'] }).notNull(),
    /** The new device: what it calls itself, where it asked from, and its keys. */
    name: text('name').notNull(),
    kind: text('kind', { enum: ['web', 'bot'] }).notNull(),
    address: text('address').notNull(),
    deviceId: idText('device_id').$type<DeviceId>().notNull(),
    signPub: bytes('sign_pub').notNull(),
    sealPub: bytes('seal_pub').notNull(),
    /** Who has read the code: the first one, and nobody after him. */
    userId: idText('user_id').$type<UserId>(),
    /** Of the approval: the chain's entry that certifies the device, the user key for it, and the approver's proof. */
    chainSeq: integer('chain_seq'),
    box: bytes('box'),
    proof: bytes('proof'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('device_links_expires').on(table.expiresAt), index('device_links_user').on(table.userId)],
)

/** A passkey, which opens the account by the key that its PRF gives. */
export const passkeys = pgTable(
  'passkeys',
  {
    /** The credential's, base64url. */
    id: idText('id').primaryKey(),
    userId: idText('user_id').$type<UserId>().notNull(),
    name: text('name').notNull(),
    /** COSE key. */
    publicKey: bytes('public_key').notNull(),
    /** Of its uses, where the authenticator counts them. */
    counter: bigint('counter', { mode: 'number' }).notNull(),
    /** Fingerprint of its factor on the chain, and the name of its wrap. */
    factor: bytes('factor').notNull(),
    blob: text('blob').notNull(),
    addedAt: moment('added_at').notNull(),
    usedAt: moment('used_at'),
  },
  (table) => [index('passkeys_user').on(table.userId)],
)
