import { implement } from '@orpc/server'
import { email, SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import { readChains } from './read-chains.ts'
import { findPhoto, findProfile, listByEmail, listByNickname, listChain } from './users-repo.ts'

const found = 20
const chainPage = 256
/** People search while they type. */
const searches = { amount: 120, seconds: 60 }
/** A list of people asks for all that it does not know. */
const photos = { amount: 1200, seconds: 600 }
/** Guessing addresses is worth more to an attacker, and nobody types twenty a minute (S7). */
const emailSearches = { amount: 20, seconds: 600 }

export function usersRouter(deps: { readonly db: Queries; readonly limiter: RateLimiter }) {
  const { db, limiter } = deps
  const os = implement(contract.users).$context<RequestContext>()
  return os.router({
    find: os.find.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`find:${user}`, searches])
      const address = email.safeParse(input.query)
      if (address.success) {
        await takeOrThrow(limiter, [`find-email:${user}`, emailSearches])
        return { people: await listByEmail(db, address.data, user) }
      }
      const prefix = input.query.toLowerCase().replace(/^@/, '')
      if (!/^[a-z0-9_]{2,32}$/.test(prefix)) return { people: [] }
      return { people: await listByNickname(db, prefix, found) }
    }),
    get: os.get.handler(async ({ input }) => {
      const profile = await findProfile(db, input.user)
      if (profile === undefined) throw new SorokaError('NOT_FOUND')
      return profile
    }),
    photo: os.photo.handler(async ({ context, input }) => {
      await takeOrThrow(limiter, [`photo-of:${callerOf(context).user}`, photos])
      const found = await findPhoto(db, input.user)
      if (found === undefined) throw new SorokaError('NOT_FOUND')
      return { photo: found.photo, image: found.image.toString('base64url') }
    }),
    chain: os.chain.handler(async ({ input }) => {
      const from = Number(input.from ?? 0)
      const rows = await listChain(db, input.user, from, chainPage)
      if (rows.length === 0 && (await findProfile(db, input.user)) === undefined) throw new SorokaError('NOT_FOUND')
      return { from, entries: rows.map((row) => row.entry.toString('base64url')) }
    }),
    chains: os.chains.handler(async ({ input }) => ({ chains: await readChains(db, input.users, chainPage) })),
  })
}
