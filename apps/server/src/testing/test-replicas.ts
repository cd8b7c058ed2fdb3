import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { freePort } from '../../../../scripts/free-port.ts'
import { chooseAccount } from '../platform/postgres/account.ts'
import type { Account } from '../platform/postgres/account.ts'
import { findBinaries, prepareBinaries } from '../platform/postgres/binaries.ts'
import type { Binaries } from '../platform/postgres/binaries.ts'
import { DATABASE, ensureCluster, programOptions, USER } from '../platform/postgres/cluster.ts'
import { giveTo } from '../platform/postgres/placement.ts'

const access = ['all', 'replication'].map((who) => `host ${who} all 127.0.0.1/32 trust\n`).join('')

/** One Postgres of the two. */
interface Node {
  readonly data: string
  readonly port: number
  child: ChildProcess
}

/** A Postgres with a replica that has every commit before it is acknowledged: one dies, the other one is promoted. */
export class TestReplicas {
  readonly #folder: string
  readonly #binaries: Binaries
  readonly #account: Account | undefined
  readonly #nodes: readonly [Node, Node]

  private constructor(folder: string, binaries: Binaries, account: Account | undefined, nodes: readonly [Node, Node]) {
    this.#folder = folder
    this.#binaries = binaries
    this.#account = account
    this.#nodes = nodes
  }

  static async start(): Promise<TestReplicas> {
    const folder = await mkdtemp(join(tmpdir(), 'soroka-replicas-'))
    // As root, Postgres runs as another user, who must get through.
    await chmod(folder, 0o711)
    const account = chooseAccount(folder)
    const binaries = await prepareBinaries(await findBinaries(), account, '/var/lib/soroka', join(folder, 'lib'))
    const places = await Promise.all(
      ['one', 'two'].map(async (name) => ({ data: join(folder, name), port: await freePort() })),
    )
    const [one, two] = places
    if (one === undefined || two === undefined) throw new Error('there are two')
    await ensureCluster(one.data, binaries, account)
    await writeFile(join(one.data, 'pg_hba.conf'), access)
    // It has not run yet, so a copy is a replica; with the owner of each file.
    execFileSync('cp', ['-a', one.data, two.data])
    const mark = join(two.data, 'standby.signal')
    await writeFile(mark, '')
    await giveTo(account, mark)
    const replicas = new TestReplicas(folder, binaries, account, [
      { ...one, child: run(binaries, account, one, { synchronous_standby_names: 'two' }) },
      {
        ...two,
        child: run(binaries, account, two, {
          primary_conninfo: `host=127.0.0.1 port=${one.port} user=${USER} application_name=two`,
        }),
      },
    ])
    await replicas.#ask(one.port, (sql) => sql`SELECT 1 / count(*) FROM pg_stat_replication WHERE sync_state = 'sync'`)
    return replicas
  }

  /** Both hosts; who is primary is for the reader to find out. */
  get url(): string {
    const [one, two] = this.#nodes
    // The standby first: whoever takes the first that answers is wrong.
    return `postgres://${USER}@127.0.0.1:${two.port},127.0.0.1:${one.port}/${DATABASE}`
  }

  /** Kills the primary and, a moment later, makes the replica one. */
  async failOver(): Promise<void> {
    const [one, two] = this.#nodes
    await end(one.child)
    await pause(500)
    await this.#ask(two.port, (sql) => sql`SELECT pg_promote(true, 20)`)
  }

  /** Starts the old primary as if nothing had happened: it takes writes that nobody else has. */
  async restartOld(): Promise<void> {
    const [one] = this.#nodes
    one.child = run(this.#binaries, this.#account, one, {})
    await this.#ask(one.port, (sql) => sql`SELECT 1`)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#nodes.map(({ child }) => end(child)))
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Asks until there is an answer. */
  async #ask(port: number, question: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
    for (let tries = 0; ; tries++) {
      const sql = postgres({ host: '127.0.0.1', port, user: USER, database: DATABASE, max: 1, connect_timeout: 2 })
      try {
        await question(sql)
        return
      } catch (error) {
        if (tries > 200) throw error
        await pause(50)
      } finally {
        await sql.end({ timeout: 0 })
      }
    }
  }
}

function run(
  binaries: Binaries,
  account: Account | undefined,
  { data, port }: Pick<Node, 'data' | 'port'>,
  more: Readonly<Record<string, string>>,
): ChildProcess {
  const settings = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', ...more }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return spawn(join(binaries.folder, 'bin/postgres'), ['-D', data, ...args], {
    ...programOptions(binaries, account, data),
    stdio: 'ignore',
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
