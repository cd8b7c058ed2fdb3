import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../../../scripts/free-port.ts'
import { forgetful, RedisProcess } from './redis-process.ts'
import type { SharedRedis } from './test-redis.ts'

/** A primary, a replica, and three sentinels that replace whoever does not answer for half a second. */
export class TestSentinels implements SharedRedis {
  readonly takeOverMs = 3000
  readonly #folder: string
  readonly #servers: readonly RedisProcess[]
  readonly #sentinels: readonly RedisProcess[]
  #killed: RedisProcess | undefined

  private constructor(folder: string, servers: readonly RedisProcess[], sentinels: readonly RedisProcess[]) {
    this.#folder = folder
    this.#servers = servers
    this.#sentinels = sentinels
  }

  static async start(): Promise<TestSentinels> {
    const folder = await mkdtemp(join(tmpdir(), 'soroka-sentinels-'))
    const quick = [...forgetful, '--repl-diskless-sync-delay', '0', '--dir', folder]
    const primary = new RedisProcess(await freePort(), quick)
    await primary.ask('PING')
    const replica = new RedisProcess(await freePort(), [...quick, '--replicaof', '127.0.0.1', String(primary.port)])
    const sentinels: RedisProcess[] = []
    for (let i = 0; i < 3; i++) {
      const port = await freePort()
      const file = join(folder, `${i}.conf`)
      const lines = [
        `monitor soroka 127.0.0.1 ${primary.port} 2`,
        'down-after-milliseconds soroka 500',
        'failover-timeout soroka 3000',
      ]
      await writeFile(file, `port ${port}\n${lines.map((line) => `sentinel ${line}\n`).join('')}`)
      sentinels.push(new RedisProcess(port, [file, '--sentinel']))
    }
    const all = new TestSentinels(folder, [primary, replica], sentinels)
    await all.#settle()
    return all
  }

  get url(): string {
    return `redis+sentinel://${this.#sentinels.map(({ port }) => `127.0.0.1:${port}`).join()}/soroka`
  }

  async kill(): Promise<void> {
    await this.#settle()
    const roles = await Promise.all(this.#servers.map(async (one) => (await one.ask('ROLE')) as unknown[]))
    this.#killed = this.#servers[roles.findIndex(([role]) => role === 'master')]
    await this.#killed?.kill()
  }

  async restart(): Promise<void> {
    await this.#killed?.restart()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#sentinels, ...this.#servers].map((one) => one.stop()))
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Resolves when there is one to take over, and all sentinels know it and each other. */
  async #settle(): Promise<void> {
    const isSettled = async (): Promise<boolean> => {
      const roles = await Promise.all(this.#servers.map(async (one) => (await one.ask('ROLE')) as unknown[]))
      const follows = roles.some(([role, , , state]) => role === 'slave' && state === 'connected')
      const known = await Promise.all(
        this.#sentinels.map(async (one) => (await one.ask('SENTINEL', 'MASTER', 'soroka')) as string[]),
      )
      const says = (words: string[], name: string) => words[words.indexOf(name) + 1]
      return (
        follows &&
        known.every(
          (words) =>
            says(words, 'num-slaves') === '1' &&
            says(words, 'num-other-sentinels') === '2' &&
            says(words, 'flags') === 'master',
        )
      )
    }
    while (!(await isSettled())) await pause(50)
  }
}
