import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { limits, protocolVersion } from '@soroka/protocol'
import type { ErrorCode, UserId } from '@soroka/protocol'
import { closeCodes } from '@soroka/protocol/frames'
import type { UpFrame } from '@soroka/protocol/frames'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { guestTopic, sessionTopic, userTopic } from '../bus/index.ts'
import type { Bus, Topic } from '../bus/index.ts'
import { traced } from '../trace/index.ts'
import type { Tracing } from '../trace/index.ts'
import { CatchUp } from './catch-up.ts'
import { Connection } from './connection.ts'
import type { TicketHolder } from './connection.ts'
import { dispatch, errorFrame, parseFrame } from './dispatch.ts'
import type { FrameHandlers } from './dispatch.ts'
import { Heartbeat } from './heartbeat.ts'
import { frameRate, takeFrame } from './rate.ts'
import type { FrameRate } from './rate.ts'
import { Rooms } from './rooms.ts'
import { SocketCounts } from './socket-counts.ts'
import { refuseUpgrade, ticketIn } from './upgrade.ts'
import { Writer } from './writer.ts'

export interface SocketServerOptions {
  readonly bus: Bus
  /** Changed by every restore (R9). */
  readonly era: string
  readonly log: { error(details: object, text: string): void; debug?(details: object, text: string): void }
  /** Takes a ticket; it works once and for 30 s (S4). */
  redeem(ticket: string): Promise<TicketHolder | undefined>
  /** Asked once the socket hears its session's topic, so that an end in between is not missed (G10). */
  isAlive(holder: Pick<TicketHolder, 'session' | 'guest'>): Promise<boolean>
  isAllowedOrigin(origin: string, host: string | undefined): boolean
  /** What the person's sockets hear beside himself and his session: his chats. */
  topicsOf(user: UserId): Promise<Topic[]>
  readonly rate?: FrameRate
  readonly tickMs?: number
  readonly tracing?: Tracing | undefined
}

/** Sockets of one person at a time: what one socket may send is limited, and so must be how many there are. */
export const SOCKETS_EACH = 64

/** Sockets that are closed together, and the pause between: whoever takes them over gets them one after the other. */
const CLOSED_AT_ONCE = 50
const CLOSING_PAUSE_MS = 10

const socketOptions = {
  noServer: true,
  WebSocket: Connection,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: limits.frameBytes,
  maxFragments: 1024,
  maxBufferedChunks: 4096,
  /** Milliseconds for the peer to answer a close before its socket is destroyed. */
  closeTimeout: 5000,
}

/** What the features learn of people's sockets; guests of a call are nobody whom anybody may watch. */
export interface SocketListener {
  opened(connection: Connection): void
  /** It may have missed something. */
  missed(connection: Connection): void
  closed(connection: Connection): void
}

/** The sockets of this process: lets them in, parses what they say once, and writes to them. */
export class SocketServer {
  readonly writer: Writer
  readonly rooms: Rooms
  readonly heartbeat: Heartbeat
  readonly counts = new SocketCounts()
  readonly #options: SocketServerOptions
  readonly #rate: FrameRate
  readonly #catchUp: CatchUp
  readonly #server: InstanceType<typeof WebSocketServer<typeof Connection>>
  #handlers: FrameHandlers | undefined
  #listener: SocketListener | undefined
  #closing = false

  constructor(options: SocketServerOptions) {
    this.#options = options
    this.#rate = options.rate ?? frameRate
    this.writer = new Writer(options.tickMs)
    this.#catchUp = new CatchUp((connection) => this.#readAgain(connection))
    this.rooms = new Rooms(options.bus, this.#report, this.#catchUp.add)
    this.heartbeat = new Heartbeat(() => this.rooms.sweep(Date.now()))
    this.#server = new WebSocketServer(socketOptions)
  }

  /** Sockets that may have missed something, and wait for their turn to begin anew. */
  get behind(): number {
    return this.#catchUp.size
  }

  /** The features, once they are built; before that no socket is let in. */
  use(handlers: FrameHandlers, listener: SocketListener): void {
    this.#handlers = handlers
    this.#listener = listener
  }

  /** Takes the upgrade requests of an HTTP server. */
  attach(http: Server): void {
    http.on('upgrade', (request, wire, head) => {
      wire.on('error', destroyWire)
      this.#upgrade(request, wire, head).catch((error: unknown) => {
        this.#report(error)
        this.#refuse(wire, 'UNAVAILABLE')
      })
    })
  }

  /** Tells every socket to come back to another process, and drops those that do not go within a second. */
  async close(): Promise<void> {
    this.#closing = true
    this.heartbeat.stop()
    this.#catchUp.stop()
    this.writer.flush()
    const all = [...this.heartbeat.all()]
    for (const [i, connection] of all.entries()) {
      connection.close(closeCodes.restart, 'the server restarts')
      if ((i + 1) % CLOSED_AT_ONCE === 0) await new Promise((done) => setTimeout(done, CLOSING_PAUSE_MS))
    }
    for (let waited = 0; waited < 1000 && this.heartbeat.size > 0; waited += 20)
      await new Promise((done) => setTimeout(done, 20))
    for (const connection of all) connection.terminate()
  }

  readonly #report = (error: unknown): void => this.#options.log.error({ err: error }, 'socket')
  readonly #reportFrame = (error: unknown, { id }: Connection, { t }: UpFrame): void =>
    this.#options.log.error({ err: error, connectionId: id, frame: t }, 'a frame failed')

  #refuse(wire: Duplex, code: ErrorCode): void {
    this.counts.refused(code)
    refuseUpgrade(wire, code)
  }

  async #upgrade(request: IncomingMessage, wire: Duplex, head: Buffer): Promise<void> {
    const ticket = ticketIn(request.url)
    if (ticket === undefined || this.#handlers === undefined) return this.#refuse(wire, 'NOT_FOUND')
    if (this.#closing) return this.#refuse(wire, 'UNAVAILABLE')
    const { origin } = request.headers
    if (origin !== undefined && !this.#options.isAllowedOrigin(origin, request.headers.host))
      return this.#refuse(wire, 'ORIGIN_WRONG')
    const holder = await this.#options.redeem(ticket)
    if (holder === undefined) return this.#refuse(wire, 'TICKET_INVALID')
    if (origin === undefined && holder.delivery !== 'body') return this.#refuse(wire, 'ORIGIN_WRONG')
    if (this.rooms.count(ownTopics(holder)[0]) >= SOCKETS_EACH) return this.#refuse(wire, 'RATE_LIMITED')
    // It may have begun while the ticket was looked up: a socket opened now would keep the process from ending.
    if (this.#closing) return this.#refuse(wire, 'UNAVAILABLE')
    wire.off('error', destroyWire)
    this.#server.handleUpgrade(request, wire, head, (connection) => {
      this.#open(connection, holder, wire)
    })
  }

  #open(connection: Connection, holder: TicketHolder, wire: Duplex): void {
    connection.begin(holder, wire, this.writer)
    connection.tokens = this.#rate.burst
    connection.countedAt = performance.now()
    connection.on('message', this.#onMessage)
    connection.on('pong', this.#onPong)
    connection.on('close', this.#onClose)
    connection.on('error', ignoreBrokenPeer)
    this.heartbeat.add(connection)
    this.#options.log.debug?.({ connectionId: connection.id }, 'a socket opened')
    this.#welcome(connection, holder).catch((error: unknown) => {
      this.#report(error)
      connection.end(closeCodes.restart, 'come back later')
    })
  }

  /** R12: first the person and the session, then the chats, then `ready`: nothing falls between. */
  async #welcome(connection: Connection, holder: TicketHolder): Promise<void> {
    await this.rooms.enter(connection, ownTopics(holder))
    if (!(await this.#tellReady(connection))) return
    connection.welcomed = true
    if (connection.guest === undefined) this.#listener?.opened(connection)
  }

  /** What it hears may be wrong by now, and so may what its client knows: as if it had just come. */
  #readAgain(connection: Connection): void {
    this.counts.again++
    this.#tellReady(connection).then(
      (isHere) => {
        if (isHere && connection.guest === undefined) this.#listener?.missed(connection)
      },
      (error: unknown) => {
        this.#report(error)
        connection.end(closeCodes.restart, 'come back later')
      },
    )
  }

  /** Looks up what it may hear, and lets its client read the vector. Resolves to false if it is not to stay. */
  async #tellReady(connection: Connection): Promise<boolean> {
    const { user, device } = connection
    const moves = (connection.movesMeanwhile = new Map<Topic, 'joined' | 'left'>())
    const chats = connection.guest === undefined ? this.#options.topicsOf(user) : []
    const [alive, topics] = await Promise.all([this.#options.isAlive(connection), chats])
    if (!alive) {
      connection.end(closeCodes.sessionEnded, 'the session ended')
      return false
    }
    const mine = new Set(topics.filter((topic) => moves.get(topic) !== 'left'))
    const heard = connection.rooms.map((room) => room.topic).filter((topic) => topic.startsWith('chat:'))
    this.rooms.leave(
      connection,
      heard.filter((topic) => !mine.has(topic) && moves.get(topic) !== 'joined'),
    )
    await this.rooms.enter(connection, [...mine])
    connection.movesMeanwhile = undefined
    if (connection.readyState !== connection.OPEN) {
      this.rooms.leaveAll(connection)
      return false
    }
    connection.tell({ t: 'ready', version: protocolVersion, era: this.#options.era, user, device, now: Date.now() })
    return true
  }

  // The listeners are shared by all sockets: `this` is the socket that speaks.
  readonly #onMessage = sharedListener((connection, data: Buffer, isBinary: boolean) => {
    if (this.#closing) return
    connection.heardAt = this.heartbeat.now
    const taken = takeFrame(connection, this.#rate, performance.now())
    if (taken === 'flood') return connection.end(closeCodes.flooded, 'too many frames')
    const frame = isBinary ? ({ bad: 'FRAME_INVALID' } as const) : parseFrame(data.toString())
    if ('bad' in frame) return connection.tell(errorFrame(frame.bad, 'id' in frame ? frame.id : undefined))
    this.counts.heard(frame.t)
    if (taken === 'limited') return this.#limit(connection, frame)
    this.#dispatch(connection, frame)
  })

  #dispatch(connection: Connection, frame: UpFrame): void {
    const handlers = this.#handlers
    const { tracing } = this.#options
    if (handlers === undefined) return
    if (tracing === undefined) return void dispatch(handlers, connection, frame, this.#reportFrame)
    const name = `socket ${frame.t}`
    void traced(tracing, name, { kind: 'server', root: true }, () =>
      dispatch(handlers, connection, frame, this.#reportFrame),
    )
  }

  readonly #onPong = sharedListener((connection) => {
    connection.heardAt = this.heartbeat.now
  })

  readonly #onClose = sharedListener((connection, code: number) => {
    this.counts.closed(code)
    this.#options.log.debug?.({ connectionId: connection.id, code }, 'a socket closed')
    this.heartbeat.remove(connection)
    this.rooms.leaveAll(connection)
    if (connection.welcomed && connection.guest === undefined) this.#listener?.closed(connection)
  })

  #limit(connection: Connection, frame: { t: string; id?: number }): void {
    const code = 'RATE_LIMITED'
    this.counts.limited++
    if (frame.t === 'message.send' && frame.id !== undefined)
      connection.tell({ t: 'message.refused', id: frame.id, code, retryAfter: 1 })
    else connection.tell(errorFrame(code, frame.id))
  }
}

/** What a socket hears whatever its person's chats are. A guest's number is his own choice: it is never a person's topic. */
function ownTopics({ user, session, guest }: TicketHolder): [Topic, ...Topic[]] {
  return guest === undefined ? [userTopic(user), sessionTopic(session)] : [guestTopic(guest.call, guest.guest)]
}

function sharedListener<Rest extends unknown[]>(run: (connection: Connection, ...rest: Rest) => void) {
  return function (this: WebSocket, ...rest: Rest): void {
    if (this instanceof Connection) run(this, ...rest)
  }
}

function destroyWire(this: Duplex): void {
  this.destroy()
}

/** A reset or a broken frame: `ws` has closed the socket with the right code already; only this socket is concerned. */
function ignoreBrokenPeer(): void {}
