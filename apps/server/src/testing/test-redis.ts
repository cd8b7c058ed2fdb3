import { findProgram, programs } from '../../../../scripts/programs.ts'
import { RedisLines, RedisLink } from '../platform/redis/index.ts'
import type { RedisAddress } from '../platform/redis/index.ts'
import { freePort } from '../../../../scripts/free-port.ts'
import { RedisProcess } from './redis-process.ts'

/** Whether tests of several nodes can run here. */
export const hasRedis = findProgram(programs.redis) !== undefined

const quiet = { info: () => undefined, error: () => undefined }

/** The ways of one node to a Redis. */
export const openLines = (address: RedisAddress): Promise<RedisLines> => RedisLines.open(address, quiet)

/** What nodes of a test share, and what can happen to it. */
export interface SharedRedis {
  /** What REDIS_URL names. */
  readonly url: string
  /** Kills the one that a node needs. */
  kill(): Promise<void>
  /** How long another one needs to take its place; undefined: there is no other. */
  readonly takeOverMs?: number
  /** Starts again what was killed. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A Redis of its own on loopback that keeps nothing: it may be killed, emptied and started again at the same place. */
export class TestRedis extends RedisProcess implements SharedRedis {
  static async start(): Promise<TestRedis> {
    const redis = new TestRedis(await freePort())
    await redis.ask('PING')
    return redis
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** The ways of one node. */
  open(): Promise<RedisLines> {
    return openLines(this.address)
  }

  /** One line, alone. */
  connect(): Promise<RedisLink> {
    return RedisLink.open(this.address, quiet)
  }

  /** Cuts the connections of the nodes that subscribe, as a network does. */
  cutSubscribers(): Promise<unknown> {
    return this.ask('CLIENT', 'KILL', 'TYPE', 'pubsub')
  }
}
