import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SessionId, UserId } from '@soroka/protocol'
import { call } from '@orpc/server'
import { Registry } from 'prom-client'
import type { ChatHead } from '@soroka/protocol/contract'
import type { Bus } from '../platform/bus/index.ts'
import { sessionTopic } from '../platform/bus/index.ts'
import type { RequestContext } from '../platform/http/index.ts'
import { createLog } from '../platform/log/index.ts'
import type { TicketHolder } from '../platform/ws/index.ts'
import { MemoryRateLimiter } from '../platform/limits/index.ts'
import { createRealtime, openBus } from '../realtime.ts'
import type { Realtime, RealtimeOptions } from '../realtime.ts'
import { RedisPresenceStore } from '../features/presence/index.ts'
import type { RedisLines } from '../platform/redis/index.ts'
import { randomId } from './people.ts'
import type { TestDevice, TestPerson } from './people.ts'
import { scratchDatabase } from './scratch-database.ts'
import type { DatabaseChoice, ScratchDatabase } from './scratch-database.ts'
import { directEpoch } from './sealed.ts'
import type { TestEpoch } from './sealed.ts'
import type { TestRedis } from './test-redis.ts'
import { TestSocket } from './test-socket.ts'

export const ORIGIN = 'http://localhost:8080'

export type HarnessOptions = Pick<
  RealtimeOptions,
  'presenceTimes' | 'rate' | 'persistLimits' | 'now' | 'turn' | 'livekit' | 'newcomerDays'
> &
  DatabaseChoice & {
    /** Makes it a node of several. */
    readonly redis?: TestRedis
    /** The node whose database and people it shares. */
    readonly beside?: RealtimeHarness
  }

/**
 * The realtime half of the server alone, on real sockets and a real database; who is who is kept in memory instead of
 * signing up.
 */
export class RealtimeHarness {
  readonly database: ScratchDatabase
  readonly bus: Bus
  readonly realtime: Realtime
  readonly registry: Registry
  readonly errors: unknown[]
  readonly people: Map<UserId, TestPerson>
  readonly #link: RedisLines | undefined
  readonly #http: Server
  readonly #tickets: Map<string, TicketHolder>
  readonly #ended: Set<string>
  /** The rows of those who were added. */
  #adding: Promise<unknown> = Promise.resolve()

  private constructor(parts: {
    link: RedisLines | undefined
    database: ScratchDatabase
    bus: Bus
    realtime: Realtime
    registry: Registry
    errors: unknown[]
    people: Map<UserId, TestPerson>
    http: Server
    tickets: Map<string, TicketHolder>
    ended: Set<string>
  }) {
    this.#link = parts.link
    this.database = parts.database
    this.bus = parts.bus
    this.realtime = parts.realtime
    this.registry = parts.registry
    this.errors = parts.errors
    this.people = parts.people
    this.#http = parts.http
    this.#tickets = parts.tickets
    this.#ended = parts.ended
  }

  static async start(options: HarnessOptions = {}): Promise<RealtimeHarness> {
    const { beside } = options
    const database = beside === undefined ? await scratchDatabase(options) : shared(beside.database)
    const errors: unknown[] = []
    const log = { error: (details: { err?: unknown }) => void errors.push(details.err ?? details) }
    const link = await options.redis?.open()
    const bus = await openBus(log, database.sql, link)
    const registry = new Registry()
    const people = beside?.people ?? new Map<UserId, TestPerson>()
    const tickets = new Map<string, TicketHolder>()
    const ended = new Set<string>()
    const realtime = await createRealtime({
      ...options,
      sql: database.sql,
      lanes: database.lanes,
      bus,
      registry,
      log,
      limiter: new MemoryRateLimiter(Date.now),
      presence: link && new RedisPresenceStore(link),
      chainStateOf: (user) => Promise.resolve(people.get(user)?.state ?? null),
      redeem: (ticket) => {
        const holder = tickets.get(ticket)
        tickets.delete(ticket)
        return Promise.resolve(holder)
      },
      isAlive: ({ session }) => Promise.resolve(!ended.has(session)),
      isAllowedOrigin: (origin) => origin === ORIGIN,
    })
    const http = createServer()
    realtime.attach(http)
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
    return new RealtimeHarness({ link, database, bus, realtime, registry, errors, people, http, tickets, ended })
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  /** His row in `users` stands when the next `connect` or `createDirect` resolves, or `added`. */
  add(person: TestPerson): TestPerson {
    this.people.set(person.user, person)
    const { user } = person
    const nickname = `n_${randomBytes(8).toString('hex')}`
    const inserted = this.database.sql`
      INSERT INTO users (id, email, name, nickname, role, locale, created_at)
      VALUES (${user}, ${`${nickname}@example.org`}, ${nickname}, ${nickname}, 'member', 'en', ${Date.now()})`
    this.#adding = Promise.all([this.#adding, inserted])
    return person
  }

  /** Resolves when everybody who was added has his row. */
  added(): Promise<unknown> {
    return this.#adding
  }

  ticket(
    person: TestPerson,
    device: TestDevice = person.device,
    delivery: TicketHolder['delivery'] = 'body',
  ): { ticket: string; holder: TicketHolder } {
    const ticket = randomId(16)
    const holder: TicketHolder = { user: person.user, device: device.id, session: randomId() as SessionId, delivery }
    this.#tickets.set(ticket, holder)
    return { ticket, holder }
  }

  url(ticket: string): string {
    return `ws://127.0.0.1:${this.port}/ws/${ticket}`
  }

  /** A socket that has got `ready`. */
  async connect(person: TestPerson, device: TestDevice = person.device): Promise<TestSocket> {
    await this.#adding
    const socket = new TestSocket(this.url(this.ticket(person, device).ticket))
    await socket.next('ready')
    return socket
  }

  endSession(session: TicketHolder['session']): void {
    this.#ended.add(session)
    const frame = JSON.stringify({ t: 'session.ended', reason: 'revoked' })
    this.bus.publish(sessionTopic(session), { frame, close: 4001 })
  }

  /** The context of an HTTP route called by this person. */
  as(person: TestPerson, device: TestDevice = person.device): { context: RequestContext } {
    return { context: fakeContext(person, device) }
  }

  /** The direct chat of two who know each other; with a stranger it is a request. */
  async createDirect(
    author: TestPerson,
    other: TestPerson,
    { stranger = false } = {},
  ): Promise<TestEpoch & { head: ChatHead }> {
    await this.#adding
    if (!stranger)
      await this.database.sql`
        INSERT INTO contacts (user_id, contact_id, at) VALUES (${other.user}, ${author.user}, 0) ON CONFLICT DO NOTHING`
    const epoch = directEpoch(author, other)
    const { record, boxes } = epoch
    const head = await call(this.realtime.chats.createDirect, { record, boxes }, this.as(author))
    return { ...epoch, head }
  }

  async stop(): Promise<void> {
    await this.#adding
    await this.realtime.close()
    this.#http.closeAllConnections()
    await new Promise<void>((done) => this.#http.close(() => done()))
    await Promise.all([this.bus.close(), this.#link?.close()])
    await this.database.drop()
  }
}

/** Its owner drops it. */
const shared = (database: ScratchDatabase): ScratchDatabase => ({ ...database, drop: () => Promise.resolve() })

function fakeContext(person: TestPerson, device: TestDevice): RequestContext {
  return {
    requestId: 'test',
    log: createLog('silent'),
    ip: '127.0.0.1',
    origin: undefined,
    originAllowed: false,
    fromBrowser: false,
    hasCustomHeader: false,
    atThisMachine: false,
    cookies: new Map(),
    bearer: undefined,
    caller: { user: person.user, device: device.id, session: randomId() as SessionId, delivery: 'body' },
    setCookie: () => undefined,
    setHeader: () => undefined,
  }
}
