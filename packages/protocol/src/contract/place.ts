import * as z from 'zod/mini'
import { humanText, timestamp } from '../fields.ts'
import { inviteId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { open, signedIn } from './base.ts'
import { raises } from './errors.ts'

/** Who may make an account: anybody, who holds an invite, or nobody. */
export const signUpMode = z.enum(['open', 'invite', 'closed'])
export type SignUpMode = z.infer<typeof signUpMode>

/** A host name, as it stands behind the @ of an address. */
const domain = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.maxLength(253), z.regex(/^[^\s@,;:<>()[\]"\\.]+(?:\.[^\s@,;:<>()[\]"\\.]+)+$/))
const domains = z.array(domain).check(z.maxLength(limits.placeDomains))

export const place = z.object({
  /** What those who run it call it; empty: nothing. */
  name: z.string(),
  /** Where those who run it can be reached; empty: they did not say. */
  contact: z.string(),
  signUp: signUpMode,
  /** For how many days an account is new: it may write to few who don't know it. 0: never. */
  newcomerDays: z.int(),
  /** Whose addresses may make an account without an invite; none: any. */
  domains,
  /** Nobody has an account yet: the first one becomes the owner. */
  first: z.boolean(),
})
export type Place = z.infer<typeof place>

/** 32 random bytes; the server keeps only their hash. */
export const inviteToken = z.string().check(z.regex(/^[\w-]{43}$/))

export const placeInvite = z.object({
  id: inviteId,
  note: z.string(),
  madeBy: userId,
  madeByName: z.string(),
  madeAt: timestamp,
  expiresAt: timestamp,
  uses: z.int(),
  maxUses: z.int(),
  revoked: z.boolean(),
})
export type PlaceInvite = z.infer<typeof placeInvite>

const forDesk = signedIn.errors(raises('FORBIDDEN'))

/** The server as people call it, and who may come to it. */
export const places = {
  get: open
    .route({ method: 'GET', path: '/place', summary: 'What this server is called, and who may make an account' })
    .output(place),
  look: open
    .route({ method: 'POST', path: '/place/invite', summary: 'Whether an invite still lets somebody in' })
    .errors(raises('INVITE_INVALID'))
    .input(z.object({ token: inviteToken }))
    .output(z.object({ expiresAt: timestamp })),
  set: forDesk
    .route({
      method: 'PATCH',
      path: '/admin/place',
      summary: 'Change the name of the server, and who may make an account',
    })
    .input(
      z.object({
        name: z.optional(z.union([z.literal(''), humanText(limits.name)])),
        contact: z.optional(z.union([z.literal(''), humanText(limits.email)])),
        signUp: z.optional(signUpMode),
        newcomerDays: z.optional(z.int().check(z.gte(0), z.lte(limits.newcomerDays))),
        domains: z.optional(domains),
      }),
    )
    .output(z.object({ changed: z.boolean() })),
  invites: forDesk
    .route({ method: 'GET', path: '/admin/invites', summary: 'Invites to this server, the newest first' })
    .output(z.object({ invites: z.array(placeInvite) })),
  invite: forDesk
    .route({ method: 'POST', path: '/admin/invites', summary: 'Make an invite; its token is told this once' })
    .errors(raises('LIMIT_REACHED'))
    .input(
      z.object({
        note: z.optional(humanText(limits.name)),
        /** A year ahead at most. */
        expiresAt: timestamp,
        maxUses: z.int().check(z.gte(1), z.lte(1000)),
      }),
    )
    .output(z.object({ id: inviteId, token: inviteToken })),
  revoke: forDesk
    .route({ method: 'POST', path: '/admin/invites/{invite}/revoke', summary: 'Let nobody in by an invite any more' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ invite: inviteId }))
    .output(z.object({ changed: z.boolean() })),
}
