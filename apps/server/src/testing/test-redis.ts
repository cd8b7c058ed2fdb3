import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { findProgram, needProgram, programs } from '../../../../scripts/programs.ts'
import { RedisLink } from '../platform/redis/index.ts'
import { freePort } from '../../../../scripts/free-port.ts'

/** Whether tests of several nodes can run here. */
export const hasRedis = findProgram(programs.redis) !== undefined

const nothing = (): void => undefined

/** A Redis of its own on loopback that keeps nothing: it may be killed, emptied and started again at the same place. */
export class TestRedis {
  readonly #port: number
  readonly #admin: Redis
  #child: ChildProcess

  private constructor(port: number) {
    this.#port = port
    this.#child = this.#spawn()
    this.#admin = new Redis({ ...this.address, retryStrategy: () => 20, maxRetriesPerRequest: null })
    this.#admin.on('error', nothing)
  }

  static async start(): Promise<TestRedis> {
    const redis = new TestRedis(await freePort())
    await redis.ask('PING')
    return redis
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.#port }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`
  }

  /** The connections of one node. */
  connect(): Promise<RedisLink> {
    return RedisLink.open(this.address, { info: nothing, error: nothing })
  }

  /** Waits where it is away. */
  ask(command: string, ...words: string[]): Promise<unknown> {
    return this.#admin.call(command, ...words)
  }

  /** Cuts the connections of the nodes that subscribe, as a network does. */
  cutSubscribers(): Promise<unknown> {
    return this.ask('CLIENT', 'KILL', 'TYPE', 'pubsub')
  }

  /** Stops answering, with all connections open. */
  freeze(): void {
    this.#child.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  async restart(): Promise<void> {
    this.#child = this.#spawn()
    await this.ask('PING')
  }

  async stop(): Promise<void> {
    this.#admin.disconnect()
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill()
  }

  #spawn(): ChildProcess {
    const settings = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    return spawn(needProgram(programs.redis), settings, { stdio: 'ignore' })
  }
}
