import type { Server } from 'node:http'
import type { ChatId, DeviceId, SessionId, UserId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import type { Registry } from 'prom-client'
import {
  callHandlers,
  Calls,
  CallSweeper,
  callsRouter,
  GoneDevices,
  guestHandlers,
  Guests,
  guestsRouter,
  LiveKit,
  observeReports,
} from './features/calls/index.ts'
import { chatsRouter, findTopics, Marks, readEra, tellChanged, tellUserChanged } from './features/chats/index.ts'
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
import type { LaneLimits, Submission } from './features/messages/index.ts'
import {
  Answered,
  InProcessPresenceStore,
  PresenceService,
  tellPrivacyChanged,
  typingHandler,
  WatchService,
} from './features/presence/index.ts'
import type { PresenceStore, PresenceTimes } from './features/presence/index.ts'
import type { Pushes } from './features/push/index.ts'
import { InProcessBus, LinesBus, openUrgentLine } from './platform/bus/index.ts'
import type { Bus } from './platform/bus/index.ts'
import type { LiveKitConfig, TurnConfig } from './platform/config/index.ts'
import type { Sql } from './platform/db/index.ts'
import type { FetchGuard } from './platform/fetch-guard/index.ts'
import type { RateLimiter } from './platform/limits/index.ts'
import type { RedisLines } from './platform/redis/index.ts'
import { traced } from './platform/trace/index.ts'
import type { Tracing } from './platform/trace/index.ts'
import { observeSockets, SocketServer } from './platform/ws/index.ts'
import type { FrameRate, SocketServerOptions } from './platform/ws/index.ts'

export interface RealtimeOptions extends Pick<SocketServerOptions, 'redeem' | 'isAlive' | 'isAllowedOrigin' | 'log'> {
  readonly sql: Sql
  /** Connections of the group commit. */
  readonly lanes: Sql
  readonly bus: Bus
  readonly registry: Registry
  readonly chainStateOf: ChainStateOf
  /** The socket of this session lives. */
  readonly seen?: (session: SessionId) => void
  readonly limiter: RateLimiter
  /** Whether the owner lets people fetch previews of links. */
  readonly linkPreviews?: boolean
  /** For how many days an account is new (P194); 0: none is. */
  readonly newcomerDays?: number
  /** Other rules than the world's, for tests alone. */
  readonly fetchGuard?: FetchGuard
  /** What helps devices to find each other for calls. */
  readonly turn?: TurnConfig | undefined
  /** What passes on the media of calls of groups. */
  readonly livekit?: LiveKitConfig | undefined
  /** Tells people who are away. */
  readonly pushes?: Pushes | undefined
  /** The server's clock. */
  readonly now?: () => number
  readonly tracing?: Tracing | undefined
  /** Where nodes agree on who is here; undefined: there is one. */
  readonly presence?: PresenceStore | undefined
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
  readonly guests: ReturnType<typeof guestsRouter>
  /** Whose guest token it is. */
  readonly guestOf: Guests['authenticate']
  /** Takes the socket upgrades of an HTTP server. */
  attach(http: Server): void
  /** Tells those who see this person that his profile or his chain of keys is another now. */
  userChanged(user: UserId): void
  /** Tells who is in these chats to read their heads again. */
  chatsChanged(chats: readonly ChatId[]): void
  /** A device was signed out: it is in no call from now on. */
  deviceGone(device: { user: UserId; device: DeviceId }): Promise<void>
  /** What these two may see of each other, or the one and anybody, may be another thing now: looks again at once. */
  privacyChanged(user: UserId, other?: UserId): void
  /** Answers what was sent, tells the sockets to come back, stores the marks. */
  close(): Promise<void>
}

/** Between nodes where they share a Redis. */
export async function openBus(log: SocketServerOptions['log'], sql: Sql, redis?: RedisLines): Promise<Bus> {
  const onError = (error: unknown): void => log.error({ err: error }, 'bus')
  if (redis === undefined) return new InProcessBus(onError)
  return LinesBus.start(redis, { onError, urgent: openUrgentLine(sql, onError) })
}

/** The part of the composition root that puts sockets, chats, messages and presence together. */
export async function createRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { sql, bus, log, registry } = options
  const onError = (error: unknown): void => log.error({ err: error }, 'realtime')
  const era = await readEra(sql)
  const sockets = new SocketServer({
    ...options,
    era,
    redeem: async (ticket) => (await options.redeem(ticket)) ?? (await guests.redeem(ticket)),
    isAlive: (holder) => (holder.guest === undefined ? options.isAlive(holder) : guests.isAlive(holder.guest)),
    topicsOf: (user) => findTopics(sql, user),
  })
  const store = persistRepo(options.lanes)
  const { tracing } = options
  // A batch is of many people: none of their frames is its parent.
  const tracedStore: typeof store = (items, at) =>
    traced(tracing, 'message.commit', { root: true, attributes: { 'soroka.messages': items.length } }, () =>
      store(items, at),
    )
  const persist = new Persist({
    repo: tracing === undefined ? store : tracedStore,
    onError,
    limits: options.persistLimits ?? {},
  })
  const tellAway = ({ chat, counts, kind }: Submission): void => {
    if (counts || kind === KIND.reaction) options.pushes?.wrote(chat)
  }
  const scheduler = new Scheduler({ sql, bus, persist, stored: (item) => tellAway(item), onError })
  const expiry = new Expiry({ sql, bus, onError })
  const marks = new Marks({ sql, bus, onError })
  const presence = new PresenceService({
    sql,
    bus,
    store: options.presence ?? new InProcessPresenceStore(),
    onError,
    ...(options.presenceTimes === undefined ? {} : { times: options.presenceTimes }),
  })
  const watches = await WatchService.start({ sql, bus, presence, rooms: sockets.rooms, onError })
  if (options.presence !== undefined) watches.lookForGone(presence.lookMs)
  const answered = new Answered({ sql, bus, onError })
  const now = options.now ?? Date.now
  const livekit = options.livekit && new LiveKit(options.livekit, { now, onError })
  const calls = new Calls({ sql, bus, limiter: options.limiter, now, livekit, pushes: options.pushes })
  const gone = new GoneDevices({ sql, calls })
  const callSweeper = new CallSweeper({ sql, calls, now, onError })
  const guests = new Guests({ sql, limiter: options.limiter, now, calls })
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
        stored: (item) => {
          if (item.counts) answered.wrote(item.sender, item.chat)
          tellAway(item)
        },
      }),
      'chat.mark': (connection, { chat, delivered = 0, read = 0 }) =>
        marks.add({ chat, user: connection.user, delivered, read }),
      'typing.start': typingHandler({ sql, bus, rooms: sockets.rooms }),
      'presence.watch': (connection, frame) => watches.watch(connection, frame),
      focus: (connection, { visible, chat }) => options.pushes?.focus.looks(connection, visible, chat),
      ...callHandlers({ sql, bus, limiter: options.limiter, calls }),
      ...guestHandlers({ sql, bus, limiter: options.limiter, guests }),
      ping: (connection, { id }) => {
        if (connection.guest === undefined) options.seen?.(connection.session)
        connection.tell({ t: 'pong', id })
      },
    },
    {
      opened: (connection) => {
        presence.opened(connection.user)
        options.pushes?.focus.opened(connection)
      },
      missed: (connection) => void watches.missed(connection).catch(onError),
      closed: (connection) => {
        options.pushes?.focus.closed(connection)
        presence.closed(connection.user)
        watches.closed(connection)
      },
    },
  )
  return {
    chats: chatsRouter({ ...options, newcomerDays: options.newcomerDays ?? 0, era }),
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
    guests: guestsRouter({ guests, turn: options.turn }),
    guestOf: (token) => guests.authenticate(token),
    calls: callsRouter({ sql, bus, now, calls, turn: options.turn, livekit, reported: observeReports(registry) }),
    attach: (http) => sockets.attach(http),
    userChanged: (user) => {
      void tellUserChanged({ sql, bus }, user).catch(onError)
      void gone.revoked(user).catch(onError)
    },
    chatsChanged: (chats) => {
      for (const chat of chats) tellChanged(bus, chat)
    },
    deviceGone: (device) => gone.signedOut(device).catch(onError),
    privacyChanged: (user, other) => tellPrivacyChanged(bus, user, other),
    close: async () => {
      watches.close()
      await Promise.all([scheduler.close(), expiry.close(), callSweeper.close()])
      await persist.drain()
      await sockets.close()
      // What came between the two.
      await persist.drain()
      await Promise.all([marks.close(), presence.close()])
    },
  }
}
