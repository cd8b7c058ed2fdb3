import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { needProgram, programs } from '../../../../scripts/programs.ts'

/** Arguments of a server that keeps nothing. A replica does: it needs a `--dir` of its own, or the next server begins with that. */
export const forgetful = ['--save', '', '--appendonly', 'no']

/** A redis-server on loopback: it may be killed and started again at the same place. */
export class RedisProcess {
  readonly port: number
  readonly #args: readonly string[]
  readonly #admin: Redis
  #child: ChildProcess

  constructor(port: number, args: readonly string[] = forgetful) {
    this.port = port
    this.#args = args
    this.#child = this.#spawn()
    this.#admin = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 20, maxRetriesPerRequest: null })
    this.#admin.on('error', () => undefined)
  }

  /** Waits where it is away. */
  ask(command: string, ...words: readonly string[]): Promise<unknown> {
    return this.#admin.call(command, ...words)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
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
    if (this.isAlive) await this.kill()
  }

  #spawn(): ChildProcess {
    const place = ['--port', String(this.port), '--bind', '127.0.0.1']
    return spawn(needProgram(programs.redis), [...this.#args, ...place], { stdio: 'ignore' })
  }
}
