import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase, openDatabase } from '../../../apps/server/src/platform/db/index.ts'
import type { Database, DatabaseAddress, Sql } from '../../../apps/server/src/platform/db/index.ts'
import { createLog } from '../../../apps/server/src/platform/log/index.ts'
import { startEmbeddedPostgres } from '../../../apps/server/src/platform/postgres/index.ts'
import type { CrowdAnswer, CrowdCommand } from './crowd.ts'
import { Child } from './subject-port.ts'
import type { Cost, SubjectAnswer, SubjectCommand } from './subject-port.ts'

/** A database, the process under test, and what it has cost so far. */
export class Bench {
  readonly sql: Sql
  readonly database: Database
  readonly address: DatabaseAddress
  readonly subject: Child<SubjectCommand, SubjectAnswer>
  readonly port: number
  readonly #postmaster: number
  readonly #stop: () => Promise<void>

  private constructor(parts: {
    database: Database
    address: DatabaseAddress
    subject: Child<SubjectCommand, SubjectAnswer>
    port: number
    postmaster: number
    stop: () => Promise<void>
  }) {
    this.database = parts.database
    this.sql = parts.database.sql
    this.address = parts.address
    this.subject = parts.subject
    this.port = parts.port
    this.#postmaster = parts.postmaster
    this.#stop = parts.stop
  }

  static async start(): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), 'soroka-bench-'))
    const postgres = await startEmbeddedPostgres({ folder, log: createLog('error') })
    const { socketDir, port: postgresPort, user, database: name } = postgres
    const address = { socketDir, port: postgresPort, user, database: name }
    await migrateDatabase(address)
    const database = openDatabase(address)
    const subject = new Child<SubjectCommand, SubjectAnswer>('./subject.ts', [JSON.stringify(address)])
    const { port = 0 } = await subject.ready
    return new Bench({
      database,
      address,
      subject,
      port,
      postmaster: postgres.pid() ?? 0,
      stop: async () => {
        await subject.end()
        await database.close()
        await postgres.stop()
        await rm(folder, { recursive: true, force: true })
      },
    })
  }

  /** Another process full of listening sockets. */
  async crowd(): Promise<Child<CrowdCommand, CrowdAnswer>> {
    const crowd = new Child<CrowdCommand, CrowdAnswer>('./crowd.ts', [])
    await crowd.ready
    return crowd
  }

  async cost(collect = false): Promise<Cost> {
    const { cpuSeconds = 0, rss = 0, used = 0 } = await this.subject.ask({ do: 'cost', collect })
    return { cpuSeconds, rss, used }
  }

  /** CPU-seconds so far of the server process, and of the database's processes (Linux). */
  async cpu(): Promise<{ server: number; database: number }> {
    return { server: (await this.cost()).cpuSeconds, database: cpuOfTree(this.#postmaster) }
  }

  stop(): Promise<void> {
    return this.#stop()
  }
}

/** CPU-seconds of a process and its children, from /proc; 0 elsewhere. */
function cpuOfTree(root: number): number {
  let ticks = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = readStat(name)
    if (stat !== undefined && (stat.pid === root || stat.parent === root)) ticks += stat.ticks
  }
  return ticks / 100
}

function readStat(pid: string): { pid: number; parent: number; ticks: number } | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    // It ended meanwhile.
    return undefined
  }
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  // utime, stime, and those of children that ended.
  const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + (fields[i] ?? 0), 0)
  return { pid: Number(pid), parent: fields[1] ?? 0, ticks }
}
