import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { DeviceId, SessionId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { WebSocket } from 'ws'
import type { Topic } from '../bus/index.ts'
import type { GuestCaller } from '../http/index.ts'
import type { Batch } from './batch.ts'
import { textFrame } from './text-frame.ts'

/** Who a ticket was given to. */
export interface TicketHolder {
  readonly user: UserId
  readonly device: DeviceId
  readonly session: SessionId
  /** `body`: a program's session, the only kind that may come without an Origin (S4). */
  readonly delivery: 'cookie' | 'body'
  /** A guest of this call, who has no account and hears of nothing else. */
  readonly guest?: GuestCaller
}

/** A topic with the sockets that hear it (rooms.ts). */
export interface JoinedRoom {
  readonly topic: Topic
  readonly members: Set<Connection>
}

/** Who writes what a connection queues (writer.ts). */
interface Queue {
  add(connection: Connection, frame: Buffer): void
  flushOne(connection: Connection): void
}

/**
 * One authenticated socket. Ten thousand of them idle: no timers, no closures, nothing of the upgrade request is kept.
 */
export class Connection extends WebSocket {
  /** Tells this socket from others of the same device; the `skip` of a bus message. */
  readonly id = randomBytes(16).toString('base64url')
  user = '' as UserId
  device = '' as DeviceId
  session = '' as SessionId
  /** Of a guest of a call; undefined: a person's. */
  guest: GuestCaller | undefined
  /** Whether `ready` was told. */
  welcomed = false
  /** Chats that its person entered or left while they are looked up for it: what is found may be out of date by then. */
  movesMeanwhile: Map<Topic, 'joined' | 'left'> | undefined
  /** Everything it hears; the first two are its person and its session. */
  rooms: JoinedRoom[] = []
  /** What the next tick writes; undefined: nothing. */
  batch: Batch | undefined
  /** Second of the heartbeat at which the last byte came. */
  heardAt = 0
  /** Frames it may still send (see rate.ts), and when that was counted, in ms. */
  tokens = 0
  countedAt = 0
  #wire: Duplex | undefined
  #writer: Queue | undefined

  begin(holder: TicketHolder, wire: Duplex, writer: Queue): void {
    this.user = holder.user
    this.device = holder.device
    this.session = holder.session
    this.guest = holder.guest
    this.#wire = wire
    this.#writer = writer
  }

  /** Queues a frame for this socket alone. */
  tell(frame: DownFrame): void {
    this.queue(textFrame(JSON.stringify(frame)))
  }

  /** Queues prebuilt frame bytes; they leave with the next tick. */
  queue(frame: Buffer): void {
    if (this.readyState === WebSocket.OPEN) this.#writer?.add(this, frame)
  }

  /**
   * Writes prebuilt frames past `ws`, which would build a header for each socket. Safe between its own control frames:
   * without deflate both write whole frames at once.
   */
  write(bytes: Buffer): void {
    this.#wire?.write(bytes)
  }

  /** Bytes that the peer has not taken yet. */
  get unsent(): number {
    return this.#wire?.writableLength ?? 0
  }

  /** Writes what is queued, then closes; a peer that does not answer is dropped. */
  end(code: number, reason: string): void {
    this.#writer?.flushOne(this)
    this.close(code, reason)
  }
}
