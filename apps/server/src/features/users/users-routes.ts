import { implement } from '@orpc/server'
import { email, phoneNumber, SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import type { Queries, Sql } from '../../platform/db/index.ts'
import { readChains } from './read-chains.ts'
import { findShown, findShownPhoto, listByEmail, listByNickname, listByPhone, presentProfile } from './shown-profile.ts'
import type { ShownRow } from './shown-profile.ts'
import { listChain, userExists } from './users-repo.ts'

const found = 20
const chainPage = 256
/** People search while they type. */
const searches = { amount: 120, seconds: 60 }
/** A list of people asks for all that it does not know. */
const photos = { amount: 1200, seconds: 600 }
/** Guessing addresses and numbers is worth more to an attacker, and nobody types twenty a minute (S7). */
const exactSearches = { amount: 20, seconds: 600 }

export function usersRouter(deps: {
  readonly db: Queries
  readonly sql: Sql
  readonly limiter: RateLimiter
  readonly now: () => number
}) {
  const { db, sql, limiter, now } = deps
  const present = (row: ShownRow) => presentProfile(row, now())
  const os = implement(contract.users).$context<RequestContext>()
  return os.router({
    find: os.find.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`find:${user}`, searches])
      const [address, phone] = [
        email.safeParse(input.query),
        phoneNumber.safeParse(input.query.replace(/[\s().-]/g, '')),
      ]
      if (address.success || phone.success) await takeOrThrow(limiter, [`find-email:${user}`, exactSearches])
      if (address.success) return { people: (await listByEmail(sql, user, address.data)).map(present) }
      if (phone.success) return { people: (await listByPhone(sql, user, phone.data, found)).map(present) }
      const prefix = input.query.toLowerCase().replace(/^@/, '')
      if (!/^[a-z0-9_]{2,32}$/.test(prefix)) return { people: [] }
      return { people: (await listByNickname(sql, user, prefix, found)).map(present) }
    }),
    get: os.get.handler(async ({ context, input }) => {
      const shown = await findShown(sql, callerOf(context).user, input.user)
      if (shown === undefined) throw new SorokaError('NOT_FOUND')
      return present(shown)
    }),
    photo: os.photo.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`photo-of:${user}`, photos])
      const found = await findShownPhoto(sql, user, input.user)
      if (found === undefined) throw new SorokaError('NOT_FOUND')
      return { photo: found.photo, image: found.image.toString('base64url') }
    }),
    chain: os.chain.handler(async ({ input }) => {
      const from = Number(input.from ?? 0)
      const rows = await listChain(db, input.user, from, chainPage)
      if (rows.length === 0 && !(await userExists(db, input.user))) throw new SorokaError('NOT_FOUND')
      return { from, entries: rows.map((row) => row.entry.toString('base64url')) }
    }),
    chains: os.chains.handler(async ({ input }) => ({ chains: await readChains(db, input.users, chainPage) })),
  })
}
