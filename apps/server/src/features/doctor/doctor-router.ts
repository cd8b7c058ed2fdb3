import { implement } from '@orpc/server'
import { contract } from '@soroka/protocol/contract'
import type { CheckName } from '@soroka/protocol/contract'
import type { Config } from '../../platform/config/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import type { BlobStore } from '../../platform/files/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { Caller, RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import type { SmtpCourier } from '../../platform/mail/index.ts'
import type { RedisLines } from '../../platform/redis/index.ts'
import { lockActor, writeDeed } from '../admin/index.ts'
import { iceFor } from '../calls/index.ts'
import { findUser } from '../users/index.ts'
import { runChecks, wordOf } from './check.ts'
import type { Check } from './check.ts'
import { checkAddress, checkRelay, checkSocket, checkTls } from './check-network.ts'
import {
  checkBackup,
  checkClock,
  checkDatabase,
  checkDisk,
  checkFiles,
  checkMail,
  checkPush,
  checkRedis,
  checkVersion,
} from './check-parts.ts'
import { testMail } from './test-mail.ts'

export interface DoctorDeps {
  readonly config: Config
  readonly db: Queries
  readonly redis: RedisLines | undefined
  readonly blobs: BlobStore
  readonly smtp: SmtpCourier | undefined
  readonly limiter: RateLimiter
  readonly origin: () => string
  readonly now: () => number
  /** A ticket for a socket of this caller. */
  readonly ticket: (caller: Caller) => Promise<string>
  /** Whether this device gets pushes, and a push to it. */
  readonly push: {
    readonly has: (caller: Caller) => Promise<boolean>
    readonly send: (caller: Caller) => Promise<boolean>
  }
}

/** Each asks other servers, and writes a file. */
const looks = { amount: 20, seconds: 600 }
const mails = { amount: 5, seconds: 600 }

/** Looks at all that this server needs, as it is now: nothing is told from memory. */
export function doctorRouter(deps: DoctorDeps) {
  const { config, db, origin, now, smtp } = deps
  const os = implement(contract.doctor).$context<RequestContext>()
  const checksFor = (
    caller: Caller,
    { clock, version }: { clock: number; version?: number | undefined },
  ): Record<CheckName, Check> => ({
    address: checkAddress(origin, config.publicUrl !== undefined),
    tls: checkTls(origin, now),
    socket: checkSocket(origin, () => deps.ticket(caller)),
    database: checkDatabase(db),
    redis: checkRedis(deps.redis),
    files: checkFiles(deps.blobs, config.s3 === undefined ? 'disk' : 'bucket'),
    disk: checkDisk(config.dataFolder),
    mail: checkMail(smtp),
    push: checkPush(
      () => deps.push.has(caller),
      () => deps.push.send(caller),
    ),
    relay: checkRelay(config.turn, () => iceFor(config.turn, caller.user, now())),
    clock: checkClock(db, clock, now),
    backup: checkBackup(config, now),
    version: checkVersion(version),
  })
  return os.router({
    look: os.look.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      await takeOrThrow(deps.limiter, [`doctor:${caller.user}`, looks])
      return { checks: await runChecks(checksFor(caller, input)), at: now() }
    }),
    mail: os.mail.handler(async ({ context }) => {
      const { user } = callerOf(context)
      await takeOrThrow(deps.limiter, [`doctor-mail:${user}`, mails])
      const me = await findUser(db, user)
      if (smtp === undefined || me === undefined) return { sent: false, reason: 'off' }
      await db.transaction(async (tx) => {
        const actor = await lockActor(tx, user, 'admin')
        await writeDeed(tx, { actor, act: 'mail.test', at: now(), requestId: context.requestId })
      })
      try {
        await smtp.send(testMail(me.email, me.locale, origin()), false)
        return { sent: true, reason: '' }
      } catch (error) {
        return { sent: false, reason: wordOf(error) }
      }
    }),
  })
}
