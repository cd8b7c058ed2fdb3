import { WebSocket } from 'ws'
import type { Bus, BusMessage, Topic } from '../bus/index.ts'
import type { Connection, JoinedRoom } from './connection.ts'
import { textFrame } from './text-frame.ts'

/** How long a topic without sockets stays subscribed: people come back after a blink of the network. */
const LINGER_MS = 60_000

/** The sockets of this process that hear one topic. */
class Room implements JoinedRoom {
  readonly topic: Topic
  readonly members = new Set<Connection>()
  /** Until the bus has acknowledged the subscription. */
  subscribing: Promise<void> | undefined

  constructor(topic: Topic) {
    this.topic = topic
  }
}

/** Which socket hears which topic, and the one subscription of this process for each topic. */
export class Rooms {
  readonly #rooms = new Map<Topic, Room>()
  /** Rooms without members and since when, oldest first. */
  readonly #empty = new Map<JoinedRoom, number>()
  readonly #bus: Bus
  readonly #onError: (error: unknown) => void
  readonly #missed: (connection: Connection) => void
  readonly #hear = (topic: Topic, message: BusMessage): void => this.#deliver(topic, message)

  /** `missed` is told of each socket that may not have got something. */
  constructor(bus: Bus, onError: (error: unknown) => void, missed: (connection: Connection) => void = () => undefined) {
    this.#bus = bus
    this.#onError = onError
    this.#missed = missed
  }

  get size(): number {
    return this.#rooms.size
  }

  /** Resolves when the socket hears everything that is published from now on (R12). */
  async enter(connection: Connection, topics: readonly Topic[]): Promise<void> {
    // It went while its frame was being answered: nobody would ever take it out again.
    if (connection.readyState === WebSocket.CLOSED) return
    const fresh: Room[] = []
    const pending = new Set<Promise<void>>()
    for (const topic of topics) {
      const room = this.#open(topic, fresh)
      if (room.members.has(connection)) continue
      room.members.add(connection)
      connection.rooms.push(room)
      if (room.subscribing !== undefined) pending.add(room.subscribing)
    }
    if (fresh.length > 0) pending.add(this.#subscribe(fresh))
    if (pending.size > 0) await Promise.all(pending)
  }

  leave(connection: Connection, topics: readonly Topic[]): void {
    const left = new Set(topics)
    connection.rooms = connection.rooms.filter((room) => {
      if (!left.has(room.topic)) return true
      this.#drop(room, connection)
      return false
    })
  }

  leaveAll(connection: Connection): void {
    for (const room of connection.rooms) this.#drop(room, connection)
    connection.rooms = []
  }

  hears(connection: Connection, topic: Topic): boolean {
    return this.#rooms.get(topic)?.members.has(connection) ?? false
  }

  /** How many sockets of this process hear the topic. */
  count(topic: Topic): number {
    return this.#rooms.get(topic)?.members.size ?? 0
  }

  /** Gives up the topics that have been empty for a minute. */
  sweep(now: number): void {
    const over: Topic[] = []
    for (const [room, since] of this.#empty) {
      if (now - since < LINGER_MS) break
      this.#empty.delete(room)
      this.#rooms.delete(room.topic)
      over.push(room.topic)
    }
    if (over.length > 0) this.#bus.unsubscribe(over, this.#hear)
  }

  #open(topic: Topic, fresh: Room[]): Room {
    const known = this.#rooms.get(topic)
    if (known !== undefined) {
      this.#empty.delete(known)
      return known
    }
    const room = new Room(topic)
    this.#rooms.set(topic, room)
    fresh.push(room)
    return room
  }

  #subscribe(fresh: Room[]): Promise<void> {
    const topics = fresh.map((room) => room.topic)
    const subscribing = this.#bus.subscribe(topics, this.#hear).then(() => {
      for (const room of fresh) room.subscribing = undefined
    })
    for (const room of fresh) room.subscribing = subscribing
    return subscribing
  }

  #drop(room: JoinedRoom, connection: Connection): void {
    room.members.delete(connection)
    if (room.members.size === 0) this.#empty.set(room, Date.now())
  }

  #deliver(topic: Topic, message: BusMessage): void {
    const room = this.#rooms.get(topic)
    if (room === undefined || room.members.size === 0) return
    if (message.again === true) for (const connection of room.members) this.#missed(connection)
    const frame = message.frame === undefined ? undefined : textFrame(message.frame)
    if (message.join !== undefined || message.leave !== undefined || message.close !== undefined) {
      // A copy: entering and leaving change the set.
      const members = Array.from(room.members)
      for (const connection of members) this.#control(connection, message, frame)
      return
    }
    if (frame === undefined) return
    const { skip } = message
    for (const connection of room.members)
      if (skip === undefined || (connection.id !== skip && connection.user !== skip)) connection.queue(frame)
  }

  #control(connection: Connection, message: BusMessage, frame: Buffer | undefined): void {
    const tell = (): void => {
      if (frame !== undefined && connection.id !== message.skip && connection.user !== message.skip)
        connection.queue(frame)
    }
    if (message.leave !== undefined) {
      this.leave(connection, [message.leave])
      connection.movesMeanwhile?.set(message.leave, 'left')
    }
    if (message.join !== undefined) connection.movesMeanwhile?.set(message.join, 'joined')
    if (message.join === undefined) tell()
    else this.enter(connection, [message.join]).then(tell, this.#onError)
    if (message.close !== undefined) connection.end(message.close, 'the session ended')
  }
}
