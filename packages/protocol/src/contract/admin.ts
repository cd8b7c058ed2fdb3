import * as z from 'zod/mini'
import { humanText, timestamp } from '../fields.ts'
import { userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'
import { serverRole } from './users.ts'

/** deleted: only the signed chain of keys is left, by which others verify what he wrote. */
export const personStates = ['active', 'suspended', 'deleted'] as const
export type PersonState = (typeof personStates)[number]

/** An account as those see it who run the server. */
export const deskPerson = z.object({
  id: userId,
  name: z.string(),
  nickname: z.string(),
  photo: z.nullable(z.string()),
  /** Null: not shown to moderators. */
  email: z.nullable(z.string()),
  role: serverRole,
  since: timestamp,
  /** The beginning of the day (UTC) on which he was last here: the desk is for care, not for watching people. */
  lastDay: z.nullable(timestamp),
  state: z.enum(personStates),
  /** Signs in with a code of an authenticator too. */
  secondFactor: z.boolean(),
})
export type DeskPerson = z.infer<typeof deskPerson>

/** One act of the desk. What `details` says depends on the act; a reader shows what it knows. */
export const auditEntry = z.object({
  id: z.int(),
  at: timestamp,
  /** Null: the server itself. */
  actor: z.nullable(userId),
  actorName: z.string(),
  /** Like `user.suspend`. */
  act: z.string(),
  target: z.nullable(userId),
  targetName: z.string(),
  details: z.record(z.string(), z.string()),
  requestId: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntry>

/** Where a page ends: the next one begins after it. */
const cursor = z.string().check(z.maxLength(64), z.regex(/^[\w.-]+$/))
const someone = z.object({ user: userId })
const done = z.object({ changed: z.boolean() })
/** Nobody acts on himself, on the owner, or on somebody of his own rank. */
const act = signedIn.errors(raises('FORBIDDEN', 'NOT_FOUND'))
/** Why, for the log alone. */
const why = z.optional(humanText(limits.deskNote))

export const admin = {
  people: signedIn
    .route({ method: 'GET', path: '/admin/people', summary: 'The accounts of this server, the newest first' })
    .errors(raises('FORBIDDEN'))
    .input(
      z.object({
        /** A part of a name, a nickname or an e-mail. */
        query: z.optional(humanText(limits.email)),
        state: z.optional(z.enum(personStates)),
        after: z.optional(cursor),
      }),
    )
    .output(z.object({ people: z.array(deskPerson), next: z.nullable(cursor) })),
  suspend: act
    .route({
      method: 'POST',
      path: '/admin/people/{user}/suspend',
      summary: 'End all sessions of an account and let it in nowhere until it is unsuspended',
    })
    .input(z.object({ user: userId, why }))
    .output(done),
  unsuspend: act
    .route({ method: 'POST', path: '/admin/people/{user}/unsuspend', summary: 'Let a suspended account in again' })
    .input(someone)
    .output(done),
  remove: act
    .route({
      method: 'POST',
      path: '/admin/people/{user}/delete',
      summary: 'Delete an account for good: address, name, photo, password and sealed keys; what it wrote stays',
    })
    .input(
      z.object({
        user: userId,
        /** Typed by hand, so that nobody is deleted by a slip. CONFLICT if it is another one's. */
        nickname: z.string().check(z.maxLength(limits.nickname)),
      }),
    )
    .errors(raises('CONFLICT'))
    .output(done),
  setRole: act
    .route({
      method: 'PUT',
      path: '/admin/people/{user}/role',
      summary: 'Change what somebody may do; a new owner takes the place of the old one, who becomes an admin',
    })
    .input(z.object({ user: userId, role: serverRole }))
    .output(done),
  resetFactor: act
    .route({
      method: 'POST',
      path: '/admin/people/{user}/second-factor/reset',
      summary: 'Let somebody who lost his authenticator sign in with the password alone, until he sets up another',
    })
    .input(z.object({ user: userId, why }))
    .output(done),
  audit: signedIn
    .route({ method: 'GET', path: '/admin/audit', summary: 'What was done at the desk, the newest first' })
    .errors(raises('FORBIDDEN'))
    .input(z.object({ after: z.optional(cursor) }))
    .output(z.object({ entries: z.array(auditEntry), next: z.nullable(cursor) })),
}
