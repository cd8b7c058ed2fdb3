import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { RedisOptions } from 'ioredis'
import type { Log } from '../log/index.ts'

/** For so long a start waits for Redis; then the node begins as one of its own. */
const PATIENCE_MS = 3000
/** An answer that takes longer is none. */
const ANSWER_MS = 2000

/**
 * Nothing waits for Redis: what cannot be said at once is refused at once, and whoever said it knows what to do without.
 */
const options: RedisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  // Whoever subscribed does it again, and so learns when the subscriptions stand.
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  // Commands on their way are refused when the connection breaks; otherwise they would never be answered.
  maxRetriesPerRequest: 0,
  connectTimeout: 3000,
  disconnectTimeout: 200,
  // Its role was given to another one: whoever is asked for the way names that one.
  reconnectOnError: ({ message }) => /^(MOVED|READONLY)/.test(message),
  retryStrategy: (tries) => Math.min(50 * 2 ** tries, 1000) * (0.5 + Math.random() / 2),
}

/** What is said and heard in a cluster stays in the part that a channel's hash tag names. */
const words = {
  whole: { publish: 'publish', subscribe: 'subscribe', unsubscribe: 'unsubscribe', message: 'message' },
  part: { publish: 'spublish', subscribe: 'ssubscribe', unsubscribe: 'sunsubscribe', message: 'smessage' },
} as const

/** The connections of this node to a Redis, or to one part of a cluster: they come back by themselves. */
export class RedisLink {
  /** What all names here begin with. */
  readonly prefix: string
  /** For everything but subscriptions. */
  readonly commands: Redis
  /** A connection that is subscribed says nothing else. */
  readonly subscriber: Redis
  readonly #log: Pick<Log, 'info' | 'error'>
  readonly #words: (typeof words)['whole' | 'part']
  #isAway = false
  #isClosed = false

  private constructor(address: RedisOptions, log: Pick<Log, 'info' | 'error'>, tag: string | undefined) {
    this.#log = log
    this.#words = tag === undefined ? words.whole : words.part
    this.prefix = tag === undefined ? 'soroka:' : `soroka:{${tag}}:`
    this.commands = this.#open({ ...address, connectionName: 'soroka', commandTimeout: ANSWER_MS })
    this.subscriber = this.#open({ ...address, connectionName: 'soroka-bus' })
    // A part that was given to another node is heard there from now on.
    this.subscriber.on('moved', () => this.renew())
  }

  /** Resolves when both connections stand, or when that takes too long. With a hash tag: to that part of a cluster. */
  static async open(address: RedisOptions, log: Pick<Log, 'info' | 'error'>, tag?: string): Promise<RedisLink> {
    const link = new RedisLink(address, log, tag)
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const standing = [link.commands, link.subscriber].map((redis) => once(redis, 'ready', { signal }))
    for (const redis of [link.commands, link.subscriber]) redis.connect().catch(() => undefined)
    await Promise.allSettled(standing)
    return link
  }

  /** Whether a command has a chance at all. */
  get isUp(): boolean {
    return this.commands.status === 'ready'
  }

  /** Whether it is heard what others say. */
  get hears(): boolean {
    return this.subscriber.status === 'ready'
  }

  /** Commands on their way. */
  get waiting(): number {
    return this.commands.commandQueue.length
  }

  async publish(channel: string, text: string): Promise<void> {
    await this.commands[this.#words.publish](channel, text)
  }

  async subscribe(channels: readonly string[]): Promise<void> {
    await this.subscriber[this.#words.subscribe](...channels)
  }

  async unsubscribe(channels: readonly string[]): Promise<void> {
    await this.subscriber[this.#words.unsubscribe](...channels)
  }

  onMessage(listener: (channel: string, text: string) => void): void {
    this.subscriber.on(this.#words.message, listener)
  }

  /** What Redis answers; undefined: it does not. */
  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | undefined> {
    if (!this.isUp) return undefined
    try {
      return await question(this.commands)
    } catch {
      return undefined
    }
  }

  /** Gives up connections that look open and say nothing; new ones come at once. */
  renew(): void {
    for (const redis of [this.commands, this.subscriber]) if (redis.status === 'ready') redis.disconnect(true)
  }

  /** What was said before is on its way first. */
  async close(): Promise<void> {
    this.#isClosed = true
    const said = this.isUp ? this.commands.quit().catch(() => undefined) : undefined
    await Promise.race([said, pause(500)])
    this.commands.disconnect()
    this.subscriber.disconnect()
  }

  #open(own: RedisOptions): Redis {
    const redis = new Redis({ ...options, ...own })
    // One line for each time that it goes, not one for each try.
    redis.on('error', (error: unknown) => this.#gone(error))
    redis.on('close', () => this.#gone(undefined))
    redis.on('ready', () => this.#came())
    return redis
  }

  #gone(error: unknown): void {
    if (!this.#isAway && !this.#isClosed) this.#log.error({ err: error }, 'Redis is away: this node goes on by itself')
    this.#isAway = true
  }

  #came(): void {
    if (this.#isAway) this.#log.info('Redis is back')
    this.#isAway = false
  }
}
