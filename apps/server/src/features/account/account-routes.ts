import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import type { FlowId, UserId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { isUniqueViolation } from '../../platform/db/index.ts'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Queries, Sql } from '../../platform/db/index.ts'
import { sha256 } from '../../platform/keys/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { Caller, RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { claimLook, findRole, findUser, isReserved, lockUser, putPhoto, updateUser } from '../users/index.ts'
import { eraseAccount } from './erase-account.ts'
import { readKnown } from './known.ts'
import { isShown, privacyColumns, readPrivacy } from './privacy-columns.ts'
import { isPhoto } from './photo.ts'

const changes = { amount: 20, seconds: 600 }
/** Each looks through many tables. */
const looks = { amount: 10, seconds: 600 }

export interface AccountDeps {
  readonly db: Queries
  readonly sql: Sql
  readonly limiter: RateLimiter
  readonly now: () => number
  readonly bus: Bus
  /** In the transaction of the operation. FLOW_UNKNOWN unless this device proved the password. */
  readonly useUnlock: (tx: Queries, caller: Caller, flow: FlowId) => Promise<void>
  /** In a transaction; what it resolves with is called after the commit. */
  readonly endSessions: (tx: Queries, user: UserId) => Promise<() => Promise<void>>
  /** Called after the commit: somebody's profile, or who sees what of it, is another now. */
  readonly changed: (user: UserId) => void
  /** Called after the commit: whom he lets see when he is here is another thing now. */
  readonly privacyChanged: (user: UserId) => void
}

export function accountRouter(deps: AccountDeps) {
  const { db, bus, limiter, now, changed, privacyChanged } = deps
  const os = implement(contract.account).$context<RequestContext>()
  return os.router({
    get: os.get.handler(async ({ context }) => {
      const row = await findUser(db, callerOf(context).user)
      if (row === undefined) throw new SorokaError('SESSION_ENDED')
      const { id, email, name, nickname, role, findByEmail, recoverySavedAt, photo, about, phone } = row
      const privacy = readPrivacy(row)
      const isOver = (row.status?.until ?? Infinity) <= now()
      const status = isOver ? null : row.status
      return { id, email, name, nickname, role, findByEmail, privacy, recoverySavedAt, photo, about, phone, status }
    }),
    known: os.known.handler(async ({ context }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`known:${user}`, looks])
      return { facts: await readKnown(deps.sql, user) }
    }),
    setPhoto: os.setPhoto.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`photo:${user}`, changes])
      const image = input.image === null ? null : Buffer.from(input.image, 'base64url')
      if (image !== null && !isPhoto(image)) throw new SorokaError('BAD_REQUEST', { reason: 'photo' })
      const photo = image === null ? null : { image, version: sha256(image).toString('base64url').slice(0, 12) }
      await putPhoto(db, user, photo)
      changed(user)
      return { photo: photo?.version ?? null }
    }),
    update: os.update.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`account:${user}`, changes])
      const { recoverySaved, privacy = {}, ...rest } = input
      const change = {
        ...defined({ ...rest, ...privacyColumns(privacy) }),
        ...(recoverySaved === undefined ? {} : { recoverySavedAt: recoverySaved ? now() : null }),
      }
      if (Object.keys(change).length === 0) return { changed: false }
      try {
        await db.transaction(async (tx) => {
          if (input.nickname !== undefined) await takeNickname(tx, user, input.nickname, now())
          await updateUser(tx, user, change)
        })
      } catch (error) {
        if (isUniqueViolation(error, 'users_nickname')) throw new SorokaError('NICKNAME_TAKEN')
        throw error
      }
      if (isShown(input)) changed(user)
      // His other devices show the same switches.
      else bus.publish(userTopic(user), { frame: JSON.stringify({ t: 'user.changed', user } satisfies DownFrame) })
      if (privacy.lastSeen !== undefined) privacyChanged(user)
      return { changed: true }
    }),
    remove: os.remove.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      const { user } = caller
      const afterwards = await db.transaction(async (tx) => {
        if (!(await lockUser(tx, user))) throw new SorokaError('SESSION_ENDED')
        await deps.useUnlock(tx, caller, input.flow)
        if ((await findUser(tx, user))?.role === 'owner') throw new SorokaError('FORBIDDEN', { reason: 'owner' })
        const ended = await deps.endSessions(tx, user)
        await eraseAccount(tx, user, now())
        return ended
      })
      await afterwards()
      changed(user)
      return { deleted: true }
    }),
  })
}

/** @throws SorokaError NICKNAME_TAKEN, also for what only those who run the server may be called */
async function takeNickname(tx: Queries, user: UserId, nickname: string, at: number): Promise<void> {
  const role = await findRole(tx, user)
  if (isReserved(nickname) && (role === 'member' || role === undefined)) throw new SorokaError('NICKNAME_TAKEN')
  await claimLook(tx, user, nickname, at)
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>
}
