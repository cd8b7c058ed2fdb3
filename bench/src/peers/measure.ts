import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { TestRedis } from '../../../apps/server/src/testing/test-redis.ts'
import { Cluster } from './cluster.ts'
import { buildDriver, drive } from './driver.ts'
import type { Measured, Work } from './driver.ts'
import type { Material, Peer, Site } from './peer.ts'

export interface Extent {
  readonly people: number
  readonly rounds: number
  /** Of one round. */
  readonly seconds: number
  /** Each list is for a server that was started anew. */
  readonly works: readonly (readonly Work[])[]
}

/** Messages that are under way in a group at the same time. */
const IN_FLIGHT = 5

/** Who is let in first knows that the server is there. */
const letIn: Work = { name: 'sign-in', size: 1 }

/** A server with what it needs, started and stopped between the works. */
export class Measuring {
  readonly peer: Peer
  readonly #site: Site
  readonly #extent: Extent
  readonly #program: string
  readonly #redis: TestRedis | undefined
  #material: Material | undefined
  #server: ChildProcess | undefined
  #startedAt = 0

  private constructor(peer: Peer, site: Site, extent: Extent, program: string, redis: TestRedis | undefined) {
    this.peer = peer
    this.#site = site
    this.#extent = extent
    this.#program = program
    this.#redis = redis
  }

  static async run(peer: Peer, extent: Extent, heard: (measured: Measured) => void): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'soroka-peers-'))
    await chmod(folder, 0o711)
    const cluster = await Cluster.start(join(folder, 'pg'))
    const redis = peer.usesRedis ? await TestRedis.start() : undefined
    // The server may have it to itself.
    const own = join(folder, 'server')
    await mkdir(own)
    const site = { folder: own, cluster, redisUrl: redis?.url, people: extent.people }
    const measuring = new Measuring(peer, site, extent, buildDriver(folder), redis)
    try {
      await measuring.#prepare()
      for (const works of extent.works) await measuring.#do(works, heard)
    } finally {
      await measuring.stop()
      await measuring.#material?.end()
      await redis?.stop()
      await cluster.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }

  start(): void {
    this.#startedAt = Date.now()
    this.#server = this.peer.start(this.#site)
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const server = this.#server
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill(signal)
    const late = setTimeout(() => server.kill('SIGKILL'), 20_000)
    await gone
    clearTimeout(late)
  }

  async #prepare(): Promise<void> {
    await this.peer.prepare?.(this.#site)
    if (this.peer.fill === undefined) return
    this.start()
    await this.#accepts()
    this.#material = await this.peer.fill(this.#site)
    await this.stop()
  }

  /** What the driver is given is made before; the server that is measured has done nothing yet. */
  async #do(works: readonly Work[], heard: (measured: Measured) => void): Promise<void> {
    const isStart = works.every(({ name }) => name === 'sign-in')
    const material = await this.#write(!isStart && works.every(({ name }) => name !== 'idle'))
    await pause(500)
    this.start()
    const { people, rounds, seconds } = this.#extent
    const settings = {
      peer: this.peer.adapter,
      address: `127.0.0.1:${this.peer.port}`,
      people,
      processes: this.#processes(),
      material,
      works: isStart ? works : [letIn, ...works],
      rounds,
      seconds,
      inFlight: IN_FLIGHT,
      startedAt: this.#startedAt,
    }
    await drive(this.#program, this.#site.folder, settings, (measured) => {
      if (measured.work === 'connected') void this.#die()
      else if (isStart || measured.work !== letIn.name) heard(measured)
    })
    await this.stop()
  }

  async #write(whole: boolean): Promise<string> {
    if (this.#material === undefined) return ''
    this.start()
    await this.#accepts()
    const file = await this.#material.write(whole)
    await this.stop()
    return file
  }

  /** Everybody is connected: now the server is killed, and somebody starts it again. */
  async #die(): Promise<void> {
    await this.stop('SIGKILL')
    this.start()
  }

  #processes(): Record<string, number> {
    const parts = { server: this.#server?.pid, database: this.#site.cluster.pid, redis: this.#redis?.pid }
    return Object.fromEntries(Object.entries(parts).flatMap(([name, pid]) => (pid === undefined ? [] : [[name, pid]])))
  }

  async #accepts(): Promise<void> {
    for (let tries = 0; tries < 800; tries++) {
      if (this.#server?.exitCode !== null) break
      const socket = connect(this.peer.port, '127.0.0.1')
      const answer = await Promise.race([
        once(socket, 'connect').then(() => true),
        once(socket, 'error').then(() => false),
      ]).catch(() => false)
      socket.destroy()
      if (answer) return
      await pause(25)
    }
    throw new Error(`${this.peer.adapter} does not answer`)
  }
}
