import * as z from 'zod/mini'
import { timestamp } from '../fields.ts'
import { chatId, fileId } from '../ids.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

const bytes = z.int().check(z.nonnegative())

/**
 * Routes that carry bytes instead of JSON, below /api. `upload` speaks tus 1.0 (creation, creation-with-upload,
 * termination) with the bearer token on each request; a new upload names its file in the metadata `id`. `content` is where
 * the address leads that `files.link` gives.
 */
export const byteRoutes = {
  'files.upload': { path: '/files/uploads', methods: ['POST', 'HEAD', 'PATCH', 'DELETE'] },
  'files.content': { path: '/files/{file}/content', methods: ['GET'] },
} as const
export type ByteRoute = keyof typeof byteRoutes

export const files = {
  link: signedIn
    .route({
      method: 'POST',
      path: '/files/{file}/link',
      summary: 'An address from which I may read a file of a chat for five minutes, also in parts (R20)',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ file: fileId, chat: chatId }))
    .output(
      z.object({
        /** On this server, from its root: /api/files/… */
        url: z.string(),
        until: timestamp,
        /** Bytes as they lie there, sealed. */
        size: bytes,
      }),
    ),
  usage: signedIn
    .route({ method: 'GET', path: '/files/usage', summary: 'How much room my files take, and how much I have' })
    .output(z.object({ used: bytes, quota: bytes })),
}
