import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../app.ts'
import type { AppDeps, AppSecrets } from '../app.ts'
import { readConfig } from '../platform/config/index.ts'
import type { Config } from '../platform/config/index.ts'
import { openDatabase } from '../platform/db/index.ts'
import type { Database, DatabaseAddress } from '../platform/db/index.ts'
import { createLog } from '../platform/log/index.ts'
import { readSecrets } from '../secrets.ts'
import { findCode, findMail } from './mails.ts'
import type { TestMail } from './mails.ts'
import { testDatabase } from './test-database.ts'

export interface TestServerOptions {
  /** Variables of the environment, as npm start would read them. */
  readonly env?: Readonly<Record<string, string>>
  /** Starts with these instead of fresh ones: the same server again. */
  readonly deps?: Partial<AppDeps>
  /** Another database than one of its own; whoever made it drops it. */
  readonly address?: DatabaseAddress
}

export interface TestServer {
  /** Like http://127.0.0.1:40123, without a slash at its end. */
  readonly url: string
  readonly port: number
  readonly config: Config
  readonly secrets: AppSecrets
  readonly setupToken: string | undefined
  /** For looking at tables. */
  readonly database: Database
  /** What was logged at debug and above, as JSON lines. */
  readonly logs: string[]
  /** What the terminal showed. */
  readonly printed: string[]
  /** Moves the server's clock, in ms. */
  advance(ms: number): void
  now(): number
  /** The newest mail to this address; waits for one with a number above `after`. */
  mailTo(email: string, after?: number): Promise<TestMail>
  /** The six digits of the newest mail to this address. */
  codeFor(email: string, after?: number): Promise<string>
  stop(): Promise<void>
}

/** A whole server on a free port: its own data folder, its own database, the clock in the test's hands. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-test-'))
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    SOROKA_DATA: folder,
    LOG_LEVEL: 'debug',
    NEWCOMER_DAYS: '0',
    ...options.env,
  })
  const { address, drop } =
    options.address === undefined
      ? await testDatabase(folder)
      : { address: options.address, drop: () => Promise.resolve() }
  const secrets = options.deps?.secrets ?? (await readSecrets(folder))
  const logs: string[] = []
  const printed: string[] = []
  let ahead = 0
  const now = () => Date.now() + ahead
  const log = createLog(config.logLevel, { write: (line: string) => void logs.push(line) })
  const print = (line: string) => void printed.push(line)
  const app = await createApp(config, { database: address, secrets, log, print, now, ...options.deps })
  const database = openDatabase(address, { drizzle: 1, raw: 2 })

  return {
    url: `http://127.0.0.1:${app.port}`,
    port: app.port,
    config,
    secrets,
    setupToken: app.setupToken,
    database,
    logs,
    printed,
    now,
    advance: (ms) => {
      ahead += ms
    },
    mailTo: (email, after) => findMail(database.sql, email, after),
    codeFor: (email, after) => findCode(database.sql, email, after),
    stop: async () => {
      await database.close()
      await app.stop()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
