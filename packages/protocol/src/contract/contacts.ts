import * as z from 'zod/mini'
import { humanText, timestamp } from '../fields.ts'
import { userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'
import { profile } from './users.ts'

export const contacts = {
  list: signedIn
    .route({
      method: 'GET',
      path: '/contacts',
      summary: 'My contacts; with a query those whose name or nickname begins with it',
    })
    .input(z.object({ query: z.optional(humanText(limits.name)) }))
    .output(z.object({ contacts: z.array(z.extend(profile, { addedAt: timestamp })) })),
  add: signedIn
    .route({ method: 'PUT', path: '/contacts/{user}', summary: 'Add a contact; again changes nothing' })
    .errors(raises('NOT_FOUND', 'LIMIT_REACHED'))
    .input(z.object({ user: userId }))
    .output(z.object({ added: z.boolean() })),
  remove: signedIn
    .route({ method: 'DELETE', path: '/contacts/{user}', summary: 'Remove a contact' })
    .input(z.object({ user: userId }))
    .output(z.object({ removed: z.boolean() })),
  blocks: signedIn
    .route({ method: 'GET', path: '/blocks', summary: 'People I blocked' })
    .output(z.object({ blocked: z.array(z.extend(profile, { at: timestamp })) })),
  block: signedIn
    .route({
      method: 'PUT',
      path: '/blocks/{user}',
      summary: 'Block a person: nothing of theirs reaches me in a direct chat (R7)',
    })
    .errors(raises('NOT_FOUND', 'LIMIT_REACHED'))
    .input(z.object({ user: userId }))
    .output(z.object({ blocked: z.boolean() })),
  unblock: signedIn
    .route({ method: 'DELETE', path: '/blocks/{user}', summary: 'Take a block back' })
    .input(z.object({ user: userId }))
    .output(z.object({ removed: z.boolean() })),
}
