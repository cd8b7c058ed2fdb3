import type { Server } from 'node:http'
import type { UserId } from '@soroka/protocol'
import type { Registry } from 'prom-client'
import { callHandlers, Calls, callsRouter, CallSweeper, LiveKit } from './features/calls/index.ts'
import { chatsRouter, findTopics, Marks, readEra, tellUserChanged } from './features/chats/index.ts'
import type { ChainStateOf } from './features/chats/index.ts'
import {
  createPreview,
  Expiry,
  messagesRouter,
  observePersist,
  Persist,
  persistRepo,
  Scheduler,
  sendHandler,
} from './features/messages/index.ts'
import type { LaneLimits } from './features/messages/index.ts'
import {
  Answered,
  InProcessPresenceStore,
  PresenceService,
  tellPrivacyChanged,
  typingHandler,
  WatchService,
} from './features/presence/index.ts'
import type { PresenceTimes } from './features/presence/index.ts'
import { InProcessBus } from './platform/bus/index.ts'
import type { Bus } from './platform/bus/index.ts'
import type { LiveKitConfig, TurnConfig } from './platform/config/index.ts'
import type { Sql } from './platform/db/index.ts'
import type { FetchGuard } from './platform/fetch-guard/index.ts'
import type { RateLimiter } from './platform/limits/index.ts'
import { observeSockets, SocketServer } from './platform/ws/index.ts'
import type { FrameRate, SocketServerOptions } from './platform/ws/index.ts'

export interface RealtimeOptions extends Pick<SocketServerOptions, 'redeem' | 'isAlive' | 'isAllowedOrigin' | 'log'> {
  readonly sql: Sql
  /** Connections of the group commit. */
  readonly lanes: Sql
  readonly bus: Bus
  readonly registry: Registry
  readonly chainStateOf: ChainStateOf
  readonly limiter: RateLimiter
  /** Whether the owner lets people fetch previews of links. */
  readonly linkPreviews?: boolean
  /** Other rules than the world's, for tests alone. */
  readonly fetchGuard?: FetchGuard
  /** What helps devices to find each other for calls. */
  readonly turn?: TurnConfig | undefined
  /** What passes on the media of calls of groups. */
  readonly livekit?: LiveKitConfig | undefined
  /** The server's clock. */
  readonly now?: () => number
  readonly presenceTimes?: Partial<PresenceTimes>
  readonly rate?: FrameRate
  readonly persistLimits?: Partial<LaneLimits>
}

export interface Realtime {
  /** The routes under /api/chats. */
  readonly chats: ReturnType<typeof chatsRouter>
  /** The routes of the log. */
  readonly messages: ReturnType<typeof messagesRouter>
  /** The routes under /api/calls. */
  readonly calls: ReturnType<typeof callsRouter>
  /** Takes the socket upgrades of an HTTP server. */
  attach(http: Server): void
  /** Tells those who see this person that his profile or his chain of keys is another now. */
  userChanged(user: UserId): void
  /** What these two may see of each other, or the one and anybody, may be another thing now: looks again at once. */
  privacyChanged(user: UserId, other?: UserId): void
  /** Answers what was sent, tells the sockets to come back, stores the marks. */
  close(): Promise<void>
}

export const inProcessBus = (log: SocketServerOptions['log']): Bus =>
  new InProcessBus((error) => log.error({ err: error }, 'bus'))

/** The part of the composition root that puts sockets, chats, messages and presence together. */
export async function createRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { sql, bus, log, registry } = options
  const onError = (error: unknown): void => log.error({ err: error }, 'realtime')
  const era = await readEra(sql)
  const sockets = new SocketServer({ ...options, era, topicsOf: (user) => findTopics(sql, user) })
  const persist = new Persist({ repo: persistRepo(options.lanes), onError, limits: options.persistLimits ?? {} })
  const scheduler = new Scheduler({ sql, bus, persist, onError })
  const expiry = new Expiry({ sql, bus, onError })
  const marks = new Marks({ sql, bus, onError })
  const presence = new PresenceService({
    sql,
    bus,
    store: new InProcessPresenceStore(),
    onError,
    ...(options.presenceTimes === undefined ? {} : { times: options.presenceTimes }),
  })
  const watches = await WatchService.start({ sql, bus, presence, rooms: sockets.rooms, onError })
  const answered = new Answered({ sql, bus, onError })
  const now = options.now ?? Date.now
  const livekit = options.livekit && new LiveKit(options.livekit, { now, onError })
  const calls = new Calls({ sql, bus, limiter: options.limiter, now, livekit })
  const callSweeper = new CallSweeper({ sql, calls, now, onError })
  observeSockets(registry, sockets)
  scheduler.start()
  expiry.start()
  callSweeper.start()
  sockets.use(
    {
      'message.send': sendHandler({
        bus,
        persist,
        observeAck: observePersist(registry, persist),
        wrote: (user, chat) => answered.wrote(user, chat),
      }),
      'chat.mark': (connection, { chat, delivered = 0, read = 0 }) =>
        marks.add({ chat, user: connection.user, delivered, read }),
      'typing.start': typingHandler({ sql, bus, rooms: sockets.rooms }),
      'presence.watch': (connection, frame) => watches.watch(connection, frame),
      ...callHandlers({ sql, bus, limiter: options.limiter, calls }),
      ping: (connection, { id }) => connection.tell({ t: 'pong', id }),
    },
    {
      opened: ({ user }) => presence.opened(user),
      closed: (connection) => {
        presence.closed(connection.user)
        watches.closed(connection)
      },
    },
  )
  return {
    chats: chatsRouter({ ...options, era }),
    messages: messagesRouter({
      sql,
      bus,
      limiter: options.limiter,
      preview: createPreview({
        limiter: options.limiter,
        linkPreviews: options.linkPreviews ?? false,
        ...(options.fetchGuard === undefined ? {} : { guard: options.fetchGuard }),
      }),
    }),
    calls: callsRouter({ sql, bus, now, calls, turn: options.turn, livekit }),
    attach: (http) => sockets.attach(http),
    userChanged: (user) => void tellUserChanged({ sql, bus }, user).catch(onError),
    privacyChanged: (user, other) => tellPrivacyChanged(bus, user, other),
    close: async () => {
      await Promise.all([scheduler.close(), expiry.close(), callSweeper.close()])
      await persist.drain()
      await sockets.close()
      // What came between the two.
      await persist.drain()
      await Promise.all([marks.close(), presence.close()])
    },
  }
}
