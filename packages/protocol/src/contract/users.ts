import * as z from 'zod/mini'
import { base64url, humanText, nickname, phoneNumber, seq, timestamp } from '../fields.ts'
import { flowId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { status } from '../status.ts'
import { chainEntry } from './account-parts.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

/** A person as the one who asks may see him: what he may not see is absent, as if there were none (P231). */
export const profile = z.object({
  id: userId,
  name: z.string(),
  nickname: z.string(),
  /** Version of the photo: another one means another picture. Null: there is none. */
  photo: z.optional(z.nullable(z.string())),
  about: z.optional(z.string()),
  /** E.164, as he wrote it: nobody has called it. */
  phone: z.optional(z.string()),
  status: z.optional(status),
})
export type Profile = z.infer<typeof profile>

/** What somebody may do with the server itself; of its chats it says nothing. There is one owner. */
export const serverRole = z.enum(['owner', 'admin', 'moderator', 'member'])
export type ServerRole = z.infer<typeof serverRole>

/** Who may; what somebody hides from others he doesn't see of them. */
export const audience = z.enum(['everyone', 'contacts', 'nobody'])
export type Audience = z.infer<typeof audience>

export const privacy = z.object({
  /** Who sees whether I am online and when I last was. */
  lastSeen: audience,
  /** Whether others learn what I have read. */
  readReceipts: z.boolean(),
  typing: z.boolean(),
  /** Who may put me into a group at once; others send an invite. */
  groups: audience,
  /** Who sees these parts of my profile. */
  photo: z.optional(audience),
  about: z.optional(audience),
  phone: z.optional(audience),
  status: z.optional(audience),
  /** Who may begin a chat with me; one that is there goes on. */
  write: z.optional(audience),
  /** Whose calls ring here, among those who may write. */
  call: z.optional(audience),
  /** Whether those whom I don't keep as contacts find me by these. */
  findByNickname: z.optional(z.boolean()),
  findByPhone: z.optional(z.boolean()),
})
export type Privacy = z.infer<typeof privacy>

export const users = {
  find: signedIn
    .route({
      method: 'GET',
      path: '/users',
      summary:
        'Find people by the beginning of a nickname, or by exact e-mail or phone number, as those people allow it',
    })
    .input(z.object({ query: humanText(limits.email) }))
    .output(z.object({ people: z.array(profile) })),
  get: signedIn
    .route({ method: 'GET', path: '/users/{user}', summary: 'The profile of one person' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ user: userId }))
    .output(profile),
  photo: signedIn
    .route({ method: 'GET', path: '/users/{user}/photo', summary: 'The photo of one person' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ user: userId }))
    .output(z.object({ photo: z.string(), image: base64url(limits.photoBytes) })),
  chain: signedIn
    .route({
      method: 'GET',
      path: '/users/{user}/chain',
      summary: 'The signed key chain of one person, from a position on',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ user: userId, from: z.optional(z.string().check(z.regex(/^\d{1,9}$/))) }))
    .output(z.object({ from: seq, entries: z.array(chainEntry) })),
  chains: signedIn
    .route({
      method: 'POST',
      path: '/users/chains',
      summary: 'The key chains of several people, each from a position on',
    })
    .input(z.object({ users: z.array(z.object({ user: userId, from: seq })).check(z.maxLength(limits.pageKeyChains)) }))
    .output(
      z.object({
        /** Only of people whose chain goes on from there; at most 256 entries each. */
        chains: z.array(z.object({ user: userId, from: seq, entries: z.array(chainEntry) })),
      }),
    ),
}

/** What one table holds about a person. */
export const knownFact = z.object({
  table: z.string(),
  /** The column that names him. */
  column: z.string(),
  /** Null: it is somebody else's business. */
  count: z.nullable(z.int()),
  /** When the oldest and the newest came, where the table says it. */
  first: z.nullable(timestamp),
  last: z.nullable(timestamp),
  /** The newest, as they lie there; sealed bytes by their number. */
  rows: z.array(z.record(z.string(), z.nullable(z.union([z.string(), z.number(), z.boolean()])))),
})
export type KnownFact = z.infer<typeof knownFact>

export const account = {
  known: signedIn
    .route({
      method: 'GET',
      path: '/account/known',
      summary: 'What this server has about me: each table that names a person, its rows counted, the newest told',
    })
    .output(z.object({ facts: z.array(knownFact) })),
  get: signedIn.route({ method: 'GET', path: '/account', summary: 'My own account' }).output(
    z.object({
      id: userId,
      email: z.string(),
      name: z.string(),
      nickname,
      role: serverRole,
      findByEmail: z.boolean(),
      privacy,
      /** When the recovery key was last said to be saved. */
      recoverySavedAt: z.nullable(timestamp),
      /** Version of my photo. */
      photo: z.optional(z.nullable(z.string())),
      about: z.optional(z.nullable(z.string())),
      phone: z.optional(z.nullable(z.string())),
      status: z.optional(z.nullable(status)),
    }),
  ),
  setPhoto: signedIn
    .route({
      method: 'PUT',
      path: '/account/photo',
      summary: 'My photo: JPEG, PNG or WebP without what a camera writes into it; null takes it away (S11)',
    })
    .input(z.object({ image: z.nullable(base64url(limits.photoBytes)) }))
    .output(z.object({ photo: z.nullable(z.string()) })),
  update: signedIn
    .route({ method: 'PATCH', path: '/account', summary: 'Change my profile and settings' })
    .errors(raises('NICKNAME_TAKEN'))
    .input(
      z.object({
        name: z.optional(humanText(limits.name)),
        nickname: z.optional(nickname),
        findByEmail: z.optional(z.boolean()),
        recoverySaved: z.optional(z.boolean()),
        /** Null takes these away. */
        about: z.optional(z.nullable(humanText(limits.about))),
        phone: z.optional(z.nullable(phoneNumber)),
        status: z.optional(z.nullable(status)),
        privacy: z.optional(z.partial(privacy)),
      }),
    )
    .output(z.object({ changed: z.boolean() })),
  remove: signedIn
    .route({
      method: 'POST',
      path: '/account/delete',
      summary:
        'Delete my account for good: address, name, photo, password and sealed keys; what I wrote stays with others. `flow` proves the password (auth/unlock)',
    })
    // The owner hands the server over first.
    .errors(raises('FLOW_UNKNOWN', 'FORBIDDEN'))
    .input(z.object({ flow: flowId }))
    .output(z.object({ deleted: z.boolean() })),
}
