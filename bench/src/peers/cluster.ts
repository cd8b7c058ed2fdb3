import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { chooseAccount } from '../../../apps/server/src/platform/postgres/account.ts'
import { findBinaries, prepareBinaries } from '../../../apps/server/src/platform/postgres/binaries.ts'
import { DATABASE, ensureCluster, programOptions, USER } from '../../../apps/server/src/platform/postgres/cluster.ts'
import { freePort } from '../../../scripts/free-port.ts'

/** fsync and synchronous_commit are on, as they come. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_connections: '200',
  max_wal_size: '2GB',
}

/** A PostgreSQL of its own on loopback, the same for every server that is measured. */
export class Cluster {
  readonly port: number
  readonly #child: ChildProcess

  private constructor(port: number, child: ChildProcess) {
    this.port = port
    this.#child = child
  }

  /** @param folder a new one; the cluster stays in it */
  static async start(folder: string): Promise<Cluster> {
    await mkdir(folder, { recursive: true })
    // As root, Postgres runs as another user, who must get through.
    await chmod(folder, 0o711)
    const account = chooseAccount(folder)
    const binaries = await prepareBinaries(await findBinaries(), account, '/var/lib/soroka', join(folder, 'lib'))
    const [data, port] = [join(folder, 'data'), await freePort()]
    await ensureCluster(data, binaries, account)
    await writeFile(join(data, 'pg_hba.conf'), 'host all all 127.0.0.1/32 trust\n')
    const args = Object.entries({ ...settings, port: `${port}` }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(join(binaries.folder, 'bin/postgres'), ['-D', data, ...args], {
      ...programOptions(binaries, account, data),
      stdio: 'ignore',
    })
    const cluster = new Cluster(port, child)
    await cluster.#ready()
    return cluster
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Of the one database, which is empty at first. */
  get url(): string {
    return `postgres://${USER}@127.0.0.1:${this.port}/${DATABASE}`
  }

  /** Runs statements, of which none has parameters. */
  async ask(statements: string): Promise<void> {
    const sql = postgres(this.url, { max: 1, onnotice: () => undefined })
    try {
      await sql.unsafe(statements).simple()
    } finally {
      await sql.end()
    }
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGINT')
    await gone
  }

  async #ready(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await this.ask('SELECT 1')
        return
      } catch (error) {
        if (tries > 200) throw error
        await pause(50)
      }
    }
  }
}
