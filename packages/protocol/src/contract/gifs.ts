import * as z from 'zod/mini'
import { base64url } from '../fields.ts'
import { limits } from '../limits.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

/** An address that this server got from the provider and signed: it fetches no other. */
const picture = z.string().check(z.minLength(1), z.maxLength(2500))
const side = z.int().check(z.gte(1), z.lte(10_000))

export const gifs = {
  offer: signedIn
    .route({ method: 'GET', path: '/gifs', summary: 'Whether this server searches GIFs for its people' })
    .output(z.object({ search: z.boolean() })),
  search: signedIn
    .route({
      method: 'POST',
      path: '/gifs/search',
      summary: 'GIFs of the provider that the owner chose; it learns the words and nothing of who asks',
    })
    .errors(raises('FORBIDDEN'))
    .input(
      z.object({
        query: z.string().check(z.minLength(1), z.maxLength(100)),
        /** Where the answer before ended. */
        next: z.optional(z.string().check(z.maxLength(200))),
      }),
    )
    .output(
      z.object({
        gifs: z.array(z.object({ small: picture, whole: picture, width: side, height: side })),
        next: z.optional(z.string()),
      }),
    ),
  picture: signedIn
    .route({ method: 'POST', path: '/gifs/picture', summary: 'A picture that a search named, fetched by this server' })
    .errors(raises('FORBIDDEN', 'NOT_FOUND'))
    .input(z.object({ picture }))
    .output(z.object({ type: z.string(), body: base64url(limits.gifBytes) })),
}
