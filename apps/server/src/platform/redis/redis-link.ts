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
  retryStrategy: (tries) => Math.min(50 * 2 ** tries, 1000) * (0.5 + Math.random() / 2),
}

/** The connections of this node to Redis: they come back by themselves. */
export class RedisLink {
  /** For everything but subscriptions. */
  readonly commands: Redis
  /** A connection that is subscribed says nothing else. */
  readonly subscriber: Redis
  readonly #log: Pick<Log, 'info' | 'error'>
  #isAway = false
  #isClosed = false

  private constructor(address: RedisOptions, log: Pick<Log, 'info' | 'error'>) {
    this.#log = log
    this.commands = this.#open({ ...address, connectionName: 'soroka', commandTimeout: ANSWER_MS })
    this.subscriber = this.#open({ ...address, connectionName: 'soroka-bus' })
  }

  /** Resolves when both connections stand, or when that takes too long. */
  static async open(address: RedisOptions, log: Pick<Log, 'info' | 'error'>): Promise<RedisLink> {
    const link = new RedisLink(address, log)
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

  /** Whether this node speaks and hears. */
  get stands(): boolean {
    return this.isUp && this.subscriber.status === 'ready'
  }

  /** Commands on their way. */
  get waiting(): number {
    return this.commands.commandQueue.length
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
