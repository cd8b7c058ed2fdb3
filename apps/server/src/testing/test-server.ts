import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../app.ts'
import type { AppDeps, AppSecrets } from '../app.ts'
import { readConfig } from '../platform/config/index.ts'
import type { Config } from '../platform/config/index.ts'
import { openDatabase } from '../platform/db/index.ts'
import type { Database } from '../platform/db/index.ts'
import { createLog } from '../platform/log/index.ts'
import { readSecrets } from '../secrets.ts'
import { testDatabase } from './test-database.ts'

export interface TestServerOptions {
  /** Variables of the environment, as npm start would read them. */
  readonly env?: Readonly<Record<string, string>>
  /** Starts with these instead of fresh ones: the same server again. */
  readonly deps?: Partial<AppDeps>
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

export interface TestMail {
  readonly id: number
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** A whole server on a free port: its own data folder, its own database, the clock in the test's hands. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-test-'))
  const config = readConfig({ HOST: '127.0.0.1', PORT: '0', SOROKA_DATA: folder, LOG_LEVEL: 'debug', ...options.env })
  const { address, drop } = await testDatabase(folder)
  const secrets = options.deps?.secrets ?? (await readSecrets(folder))
  const logs: string[] = []
  const printed: string[] = []
  let ahead = 0
  const now = () => Date.now() + ahead
  const log = createLog(config.logLevel, { write: (line: string) => void logs.push(line) })
  const print = (line: string) => void printed.push(line)
  const app = await createApp(config, { database: address, secrets, log, print, now, ...options.deps })
  const database = openDatabase(address, { drizzle: 1, raw: 2 })

  async function mailTo(email: string, after = 0): Promise<TestMail> {
    for (let tries = 0; tries < 500; tries++) {
      const [mail] = await database.sql<TestMail[]>`
        select id, recipient as to, subject, text from mails
        where recipient = ${email} and id > ${after} order by id desc limit 1`
      if (mail !== undefined) return mail
      await new Promise((done) => setTimeout(done, 20))
    }
    throw new Error(`no mail to ${email}`)
  }

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
    mailTo,
    codeFor: async (email, after) => {
      const code = /\b\d{6}\b/.exec((await mailTo(email, after)).text)?.[0]
      if (code === undefined) throw new Error(`no code in the mail to ${email}`)
      return code
    },
    stop: async () => {
      await database.close()
      await app.stop()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
