import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { accountRouter } from './features/account/index.ts'
import { adminRouter, createPeople } from './features/admin/index.ts'
import { createAuth, dropSecondFactor } from './features/auth/index.ts'
import { sweepFirstMet, sweepGone } from './features/chats/index.ts'
import { contactsRouter } from './features/contacts/index.ts'
import { devicesRouter } from './features/devices/index.ts'
import { doctorRouter } from './features/doctor/index.ts'
import {
  createLinks,
  createTus,
  filesRouter,
  findStrays,
  serveFiles,
  sweepFiles,
  Uploads,
} from './features/files/index.ts'
import { gifsRouter } from './features/gifs/index.ts'
import { createDoor, placeRouter } from './features/place/index.ts'
import { RedisPresenceStore } from './features/presence/index.ts'
import { findTarget, observePushes, Pushes, pushRouter, sendTest, sweepPushes } from './features/push/index.ts'
import { reportsRouter, sweepReports } from './features/reports/index.ts'
import { anyUserExists, fillLooks, findRole, readChainState, usersRouter } from './features/users/index.ts'
import { vaultRouter } from './features/vault/index.ts'
import { createClosers } from './platform/closers.ts'
import type { Closers } from './platform/closers.ts'
import { isLoopback, isPrivate } from './platform/config/index.ts'
import type { Config } from './platform/config/index.ts'
import { migrateDatabase, observeStatements, openDatabase, poolSizes } from './platform/db/index.ts'
import type { DatabaseAddress } from './platform/db/index.ts'
import { serveDocs } from './platform/docs/index.ts'
import type { FetchGuard } from './platform/fetch-guard/index.ts'
import { observedBlobs, openBlobs } from './platform/files/index.ts'
import type { BlobStore } from './platform/files/index.ts'
import { contextReader, createHttp, originChecker, serveApi, serveHealth } from './platform/http/index.ts'
import type { Guard } from './platform/http/index.ts'
import { jobQueue, migrateJobs, observedTask, startJobs } from './platform/jobs/index.ts'
import type { JobTask, Recurring } from './platform/jobs/index.ts'
import { MemoryRateLimiter, observedLimiter, RedisRateLimiter } from './platform/limits/index.ts'
import type { RateLimiter } from './platform/limits/index.ts'
import type { CountedLog } from './platform/log/index.ts'
import {
  createPost,
  mailboxCourier,
  mailTask,
  serveMailbox,
  smtpCourier,
  sweepMails,
  sweepUnsent,
} from './platform/mail/index.ts'
import { deriveKey, vapidKeys } from './platform/keys/index.ts'
import { createMetrics } from './platform/metrics/index.ts'
import { authorize, limitRoute, needsCaller, needsGuest, rankNeeded } from './platform/policy/index.ts'
import { RedisLines } from './platform/redis/index.ts'
import { addSecurityHeaders, serveWebApp } from './platform/static/index.ts'
import { openTracing, tracedTask, traceRequests } from './platform/trace/index.ts'
import { createRealtime, openBus } from './realtime.ts'
import { watchedBy, watchServer } from './watching.ts'

/** A proxy that asks for readiness each second has then heard twice that this node goes. */
const DRAIN_MS = 2500

const builtWebApp = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** What the process brings along; tests bring other ones. */
export interface AppDeps {
  readonly database: DatabaseAddress
  readonly secrets: AppSecrets
  readonly log: CountedLog
  /** A line for the person at the terminal. */
  readonly print: (line: string) => void
  readonly now?: () => number
  readonly limiter?: RateLimiter
  /** What may be fetched for link previews; another than the default is for tests alone. */
  readonly fetchGuard?: FetchGuard
  /** Another place for files than the configuration names. */
  readonly blobs?: BlobStore
  /** What else the process does now and then. */
  readonly chores?: readonly Recurring[]
  /** Folder of the built web app. */
  readonly webRoot?: string
}

/** Keys are 32 bytes. */
export interface AppSecrets {
  readonly opaqueServerSetup: string
  readonly jwtKey: Uint8Array
  readonly tokenHashKey: Uint8Array
  readonly enumerationKey: Uint8Array
  /** Of P-256. */
  readonly vapidKey: Uint8Array
}

export interface App {
  readonly url: string
  readonly port: number
  /** Set when the first account has yet to be made and the server can be reached from elsewhere (S22). */
  readonly setupToken: string | undefined
  /** How long a stop waits before it closes anything. */
  readonly drainMs: number
  /**
   * Lets others take over where there are any, answers what runs, then closes everything that this app opened; the
   * database process is the caller's.
   */
  stop(): Promise<void>
}

/** Puts the server together: the one place that knows all features. Closes what it opened if it can't. */
export async function createApp(config: Config, deps: AppDeps): Promise<App> {
  const closers = createClosers((error) => deps.log.error({ err: error }, 'closing'))
  try {
    return await build(config, deps, closers)
  } catch (error) {
    await closers.close()
    throw error
  }
}

async function build(config: Config, deps: AppDeps, closers: Closers): Promise<App> {
  const { log, print, secrets } = deps
  const now = deps.now ?? Date.now
  await migrateDatabase(deps.database)
  await migrateJobs(deps.database, log)
  const metrics = createMetrics()
  const { registry } = metrics
  const tracing = await openTracing(config.tracing, log)
  closers.add(() => tracing?.close())
  const database = openDatabase(deps.database, poolSizes, watchedBy(observeStatements(registry, poolSizes), tracing))
  closers.add(() => database.close())
  const { db } = database
  await fillLooks(db)
  const redis = config.redis === undefined ? undefined : await RedisLines.open(config.redis, log)
  closers.add(() => redis?.close())
  const bus = await openBus(log, database.sql, redis)
  closers.add(() => bus.close())
  const limiter = observedLimiter(
    registry,
    deps.limiter ?? (redis === undefined ? new MemoryRateLimiter(now) : new RedisRateLimiter(redis, now)),
  )
  let port = config.port
  let stopping = false
  const isAllowedOrigin = originChecker(config, () => port)

  const origin = (): string =>
    config.publicUrl ?? `http://${isLoopback(config.host) ? 'localhost' : config.host}:${port}`
  const pushes = new Pushes({
    sql: database.sql,
    keys: vapidKeys(secrets.vapidKey),
    subject: subjectOf(config),
    secret: deriveKey(secrets.tokenHashKey, 'push-topic'),
    internal: config.internalPushServices,
    guard: deps.fetchGuard,
    origin,
    now,
    onError: (error) => log.error({ err: error }, 'push'),
    observe: observePushes(registry, database.sql, now),
    tracing,
  })
  const door = createDoor({ signUp: config.signUp, now })
  const auth = await createAuth({
    db,
    bus,
    limiter,
    secrets,
    now,
    post: createPost(jobQueue),
    door,
    announceSetupToken: once((token: string) => print(`The first account needs the set-up token ${token}`)),
    chainChanged: (user) => realtime.userChanged(user),
    chatsChanged: (chats) => realtime.chatsChanged(chats),
    onError: (error) => log.error({ err: error }, 'sessions'),
    sessionEnded: async (session, holder) => {
      await pushes.sessionEnded(session)
      if (holder !== undefined) await realtime.deviceGone(holder)
    },
  })
  closers.add(() => auth.close())
  const realtime = await createRealtime({
    sql: database.sql,
    lanes: database.lanes,
    bus,
    registry,
    log,
    limiter,
    chainStateOf: (user) => readChainState(db, user),
    redeem: auth.sessions.redeem,
    isAlive: ({ session }) => auth.sessions.isAlive(session),
    seen: auth.seen,
    isAllowedOrigin,
    linkPreviews: config.linkPreviews,
    newcomerDays: config.newcomerDays,
    turn: config.turn,
    livekit: config.livekit,
    pushes,
    presence: redis && new RedisPresenceStore(redis),
    now,
    tracing,
    ...(deps.fetchGuard === undefined ? {} : { fetchGuard: deps.fetchGuard }),
  })
  const blobs = observedBlobs(registry, deps.blobs ?? (await openBlobs(config.dataFolder, config.s3)))
  closers.add(() => blobs.close())
  const onFileError = (error: unknown): void => log.error({ err: error }, 'files')
  const files = {
    sql: database.sql,
    blobs,
    now,
    limiter,
    links: createLinks(secrets.jwtKey, now),
    quota: config.fileQuota,
    onError: onFileError,
  }
  const smtp = config.smtpUrl === undefined ? undefined : smtpCourier(config.smtpUrl, config.mailFrom)
  closers.add(() => smtp?.close())
  const people = createPeople({
    db,
    now,
    endSessions: auth.sessions.endAll,
    dropSecondFactor,
    changed: realtime.userChanged,
  })
  const router = {
    auth: auth.router,
    account: accountRouter({
      db,
      sql: database.sql,
      bus,
      limiter,
      now,
      useUnlock: auth.unlock.use,
      endSessions: auth.sessions.endAll,
      changed: realtime.userChanged,
      privacyChanged: realtime.privacyChanged,
    }),
    devices: devicesRouter({ ...auth, db, bus }),
    users: usersRouter({ db, sql: database.sql, limiter, now }),
    contacts: contactsRouter({ sql: database.sql, bus, limiter, now, changedBetween: realtime.privacyChanged }),
    chats: realtime.chats,
    messages: realtime.messages,
    calls: realtime.calls,
    guests: realtime.guests,
    files: filesRouter(files),
    gifs: gifsRouter({
      limiter,
      provider: config.gifs,
      secret: secrets.jwtKey,
      now,
      ...(deps.fetchGuard === undefined ? {} : { guard: deps.fetchGuard }),
    }),
    push: pushRouter({ sql: database.sql, bus, limiter, courier: pushes.courier, origin, now }),
    vault: vaultRouter({ sql: database.sql, bus, limiter }),
    doctor: doctorRouter({
      config,
      db,
      redis,
      blobs,
      smtp,
      limiter,
      origin,
      now,
      ticket: async (caller) => (await auth.sessions.issueTicket(caller)).ticket,
      push: {
        has: async (caller) => (await findTarget(database.sql, caller)) !== undefined,
        send: (caller) => sendTest({ sql: database.sql, courier: pushes.courier, origin, now }, caller),
      },
    }),
    place: placeRouter({ db, door, now, newcomerDays: config.newcomerDays, anyUserExists }),
    admin: adminRouter({ db, people }),
    reports: reportsRouter({ db, sql: database.sql, limiter, now, people }),
  }

  const guard: Guard = async (route, context) => {
    if (needsCaller(route) && context.bearer !== undefined)
      context.caller = await auth.sessions.authenticate(context.bearer)
    // Whose token a guest's is, the database tells: a network that guesses is stopped before.
    if (needsGuest(route)) await limitRoute(limiter, route, context)
    if (needsGuest(route) && context.bearer !== undefined) context.guest = await realtime.guestOf(context.bearer)
    if (rankNeeded(route) !== undefined && context.caller !== undefined)
      context.role = await findRole(db, context.caller.user)
    authorize(route, context)
    if (!needsGuest(route)) await limitRoute(limiter, route, context)
  }

  const sweep: Recurring = {
    name: 'sweep',
    cron: '17 * * * *',
    run: async () => {
      await auth.sweep()
      await sweepMails(db, now() - 86_400_000)
      await sweepUnsent(db)
      await sweepPushes(database.sql, now())
      await sweepReports(db, now())
      await sweepFirstMet(database.sql, now())
      await sweepGone(database.sql, now() - 400 * 86_400_000)
      await sweepFiles({ ...files, deletionDelay: config.fileDeletionDelay, retention: config.fileRetention })
    },
  }
  const strays: Recurring = {
    name: 'strays',
    cron: '41 3 * * *',
    run: async () => {
      const found = await findStrays(files)
      if (found > 0) log.warn({ found }, 'files without a row: the database is older than the files')
    },
  }
  const count = observedTask(registry)
  const observed = <T extends JobTask>(task: T): T => tracedTask(tracing, count(task))
  const mails = mailTask(smtp?.send ?? mailboxCourier(db, now, print))
  const jobs = await startJobs({
    address: deps.database,
    log,
    tasks: [observed(mails)],
    recurring: [sweep, strays, ...(deps.chores ?? [])].map(observed),
  })
  closers.add(() => jobs.stop())

  const http = createHttp(log, config.trustedProxies)
  if (tracing !== undefined) traceRequests(http, tracing)
  addSecurityHeaders(http, config)
  serveHealth(http, async () => !stopping && (await answers(database.ping)))
  closers.add(
    await watchServer({
      config,
      http,
      metrics,
      log,
      sql: database.sql,
      redis,
      tasks: [mails, sweep, strays, ...(deps.chores ?? [])],
    }),
  )
  serveMailbox(http, config, db)
  serveDocs(http)
  const contextOf = contextReader(config, log, isAllowedOrigin)
  await serveApi(http, { router, guard, contextOf })
  const uploads = new Uploads(files)
  const transfers = await serveFiles(http, {
    ...files,
    guard,
    contextOf,
    tus: createTus(uploads, onFileError),
  })
  await serveWebApp(http, config, deps.webRoot ?? config.webApp ?? builtWebApp)
  realtime.attach(http.server)
  closers.add(async () => {
    const closing = Promise.all([http.close(), realtime.close()])
    transfers.cut()
    await Promise.all([closing, uploads.idle()])
    await pushes.close()
  })
  pushes.start()

  await http.listen({ host: config.host, port: config.port })
  port = (http.server.address() as AddressInfo).port
  const drainMs = redis === undefined ? 0 : DRAIN_MS
  const mustShowToken = !isPrivate(config) && !(await anyUserExists(db))
  return {
    url: origin(),
    port,
    setupToken: mustShowToken ? auth.setupToken() : undefined,
    drainMs,
    stop: async () => {
      stopping = true
      // Until the proxy has seen that this node is not ready: what it still sends is answered.
      await pause(drainMs)
      await closers.close()
    },
  }
}

/** Whom a push service may ask about this server: Apple's takes nobody at localhost. */
function subjectOf({ publicUrl, mailFrom }: Config): string {
  if (publicUrl?.startsWith('https:') === true) return publicUrl
  return `mailto:${/<([^<>\s]+)>/.exec(mailFrom)?.[1] ?? mailFrom}`
}

async function answers(ask: () => Promise<void>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch {
    return false
  }
}

function once<T>(run: (value: T) => void): (value: T) => void {
  let done = false
  return (value) => {
    if (!done) run(value)
    done = true
  }
}
