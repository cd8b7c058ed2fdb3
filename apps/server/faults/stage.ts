import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { addressOf } from '../src/platform/db/index.ts'
import type { DatabaseAddress } from '../src/platform/db/index.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { needProgram, programs } from '../../../scripts/programs.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

interface StageOptions {
  /** A module that changes the server before it starts; for planting mistakes. */
  readonly preload?: string
  /** What it shares with other nodes. */
  readonly redisUrl?: string
  /** Where its database is, if it has none of its own. */
  readonly databaseUrl?: string
  /** The node whose database it uses; with `databaseUrl`: on another way. */
  readonly beside?: Stage
}

/** The server as people start it: its own process, its own Postgres unless it stands beside another one, one folder. */
export class Stage {
  readonly folder: string
  readonly port: number
  readonly #options: StageOptions
  #server: ChildProcess | undefined

  private constructor(folder: string, port: number, options: StageOptions) {
    this.folder = folder
    this.port = port
    this.#options = options
  }

  static async build(options: StageOptions = {}): Promise<Stage> {
    const stage = new Stage(await mkdtemp(join(tmpdir(), 'soroka-faults-')), await freePort(), options)
    const { beside } = options
    if (beside !== undefined) await cp(join(beside.folder, 'secrets.json'), join(stage.folder, 'secrets.json'))
    try {
      await stage.start()
    } catch (error) {
      // Nobody else knows of it.
      await stage.strike()
      throw error
    }
    return stage
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get database(): DatabaseAddress {
    const { beside, databaseUrl } = this.#options
    if (beside !== undefined) return beside.database
    if (databaseUrl !== undefined) return { url: databaseUrl }
    return { socketDir: join(this.folder, 'pg', 'run'), port: 5432, user: 'postgres', database: 'soroka' }
  }

  /** Its database as it can be reached now. */
  openAddress(): Promise<DatabaseAddress> {
    const { database } = this
    return 'url' in database ? addressOf(database.url) : Promise.resolve(database)
  }

  /**
   * Starts the server and waits until it is ready; answers with how long that took, in ms.
   * @param clock how far its clock is off, like +1d or -1d
   */
  async start(clock?: string): Promise<number> {
    const began = performance.now()
    const { preload, beside, databaseUrl, redisUrl = '' } = this.#options
    const args = preload === undefined ? [main] : ['--import', preload, main]
    const { folder, port } = this
    const place = { NEWCOMER_DAYS: '0', SOROKA_DATA: folder, HOST: '127.0.0.1', PORT: String(port) }
    const shared = {
      REDIS_URL: redisUrl,
      DATABASE_URL: databaseUrl ?? (beside === undefined ? '' : urlOf(beside.database)),
    }
    this.#server = spawn(process.execPath, args, {
      env: { ...process.env, ...place, ...shared, ...wrongClock(clock), LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await this.untilReady(20_000)
    return performance.now() - began
  }

  async killServer(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async killPostgres(): Promise<void> {
    const pid = await this.#postgresPid()
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }

  /** Resolves when /readyz says so; answers with how long that took, in ms. */
  async untilReady(limit: number): Promise<number> {
    const began = performance.now()
    while (performance.now() - began < limit) {
      const ready = await fetch(`${this.url}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
      if (ready) return performance.now() - began
      if (this.#server?.exitCode !== null) throw new Error('the server ended by itself')
      await pause(25)
    }
    throw new Error(`the server was not ready within ${limit} ms`)
  }

  async strike(): Promise<void> {
    await this.#end('SIGTERM')
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Returns at once when the server ended by itself. */
  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill(signal)
    await gone
  }

  /** The first line of the only postmaster.pid below the folder. */
  async #postgresPid(): Promise<number | undefined> {
    const place = join(this.folder, 'pg')
    const major = (await readdir(place)).find((name) => /^\d+$/.test(name))
    if (major === undefined) return undefined
    const text = await readFile(join(place, major, 'postmaster.pid'), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : Number(text.split('\n')[0])
  }
}

/** Timers go as they should: it is the time of day that is wrong. */
function wrongClock(clock: string | undefined): NodeJS.ProcessEnv {
  if (clock === undefined) return {}
  const program = needProgram(programs.faketime)
  const library = execFileSync(program, ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).trim()
  return { LD_PRELOAD: library, FAKETIME: clock, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
}

function urlOf(address: DatabaseAddress): string {
  if ('url' in address) return address.url
  const { socketDir, user, database } = address
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
}
