import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../../../scripts/free-port.ts'
import { forgetful, RedisProcess } from './redis-process.ts'
import type { SharedRedis } from './test-redis.ts'

const PRIMARIES = 3
const SLOTS = 16_384

/** Three primaries with a replica each, on loopback; a primary that does not answer for a second is replaced. */
export class TestCluster implements SharedRedis {
  readonly takeOverMs = 3000
  readonly #folder: string
  readonly #nodes: readonly RedisProcess[]
  #killed: RedisProcess | undefined

  private constructor(folder: string, nodes: readonly RedisProcess[]) {
    this.#folder = folder
    this.#nodes = nodes
  }

  static async start(): Promise<TestCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'soroka-cluster-'))
    const nodes: RedisProcess[] = []
    const buses: number[] = []
    for (let i = 0; i < 2 * PRIMARIES; i++) {
      const bus = await freePort()
      buses.push(bus)
      const cluster = `--cluster-enabled yes --cluster-node-timeout 1000 --cluster-port ${bus} --repl-diskless-sync-delay 0`
      const file = ['--cluster-config-file', `${i}.conf`, '--dbfilename', `${i}.rdb`]
      nodes.push(new RedisProcess(await freePort(), [...forgetful, ...cluster.split(' '), '--dir', folder, ...file]))
    }
    const cluster = new TestCluster(folder, nodes)
    await cluster.#join(buses)
    return cluster
  }

  get url(): string {
    return `redis+cluster://${this.#nodes.map(({ port }) => `127.0.0.1:${port}`).join()}`
  }

  /** The one that answers for this slot, as the others say. */
  async primaryOf(slot: number): Promise<RedisProcess> {
    const [asked] = this.#nodes.filter((node) => node.isAlive)
    const ranges = (await asked?.ask('CLUSTER', 'SLOTS')) as [number, number, [string, number]][]
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2][1]
    const found = this.#nodes.find((node) => node.port === port)
    if (found === undefined) throw new Error(`nobody has slot ${slot}`)
    return found
  }

  /** A primary of one third of everything; of this slot, or any. */
  async kill(slot = Math.floor(Math.random() * SLOTS)): Promise<void> {
    await this.#settle()
    this.#killed = await this.primaryOf(slot)
    await this.#killed.kill()
  }

  async restart(): Promise<void> {
    await this.#killed?.restart()
  }

  async stop(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.stop()))
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #join(buses: readonly number[]): Promise<void> {
    const ids = await Promise.all(this.#nodes.map((node) => node.ask('CLUSTER', 'MYID')))
    for (const [i, node] of this.#nodes.entries()) {
      await node.ask('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1))
      const [from, to] = [i, i + 1].map((part) => Math.floor((part * SLOTS) / PRIMARIES))
      if (from !== undefined && to !== undefined && i < PRIMARIES)
        await node.ask('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to - 1))
      const [first] = this.#nodes
      if (first !== undefined && node !== first)
        await node.ask('CLUSTER', 'MEET', '127.0.0.1', String(first.port), String(buses[0]))
    }
    await this.#all(`cluster_known_nodes:${this.#nodes.length}`)
    for (const [i, node] of this.#nodes.entries())
      if (i >= PRIMARIES) await node.ask('CLUSTER', 'REPLICATE', String(ids[i - PRIMARIES]))
    await this.#settle()
  }

  /** Resolves when every part has its primary and a replica that follows. */
  async #settle(): Promise<void> {
    await this.#all('cluster_state:ok')
    const follow = async (): Promise<boolean> => {
      const roles = await Promise.all(this.#nodes.map((node) => node.ask('ROLE')))
      const replicas = (roles as unknown[][]).filter(([role, , , state]) => role === 'slave' && state === 'connected')
      return replicas.length === PRIMARIES
    }
    while (!(await follow())) await pause(50)
  }

  async #all(line: string): Promise<void> {
    const know = async (node: RedisProcess) => String(await node.ask('CLUSTER', 'INFO')).includes(line)
    while (!(await Promise.all(this.#nodes.map(know))).every(Boolean)) await pause(50)
  }
}
