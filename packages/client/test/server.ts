import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '../../../apps/server/src/app.ts'
import { readConfig } from '../../../apps/server/src/platform/config/index.ts'
import { type Database, openDatabase } from '../../../apps/server/src/platform/db/index.ts'
import { createLog } from '../../../apps/server/src/platform/log/index.ts'
import { readSecrets } from '../../../apps/server/src/secrets.ts'
import { testDatabase } from '../../../apps/server/src/testing/test-database.ts'

/** A real server that can go away and come back on the same port with the same data. */
export interface RestartableServer {
  readonly url: string
  readonly database: Database
  /** The six digits of the `nth` mail to this address. */
  codeFor(email: string, nth?: number): Promise<string>
  stop(): Promise<void>
  start(): Promise<void>
  /** For good. */
  close(): Promise<void>
  /** Moves the server's clock, in ms. */
  advance(ms: number): void
}

/** @param webRoot a built web app that it serves */
export async function startServer(webRoot?: string): Promise<RestartableServer> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-client-'))
  const { address, drop } = await testDatabase(folder)
  const secrets = await readSecrets(folder)
  const log = createLog('silent')
  let ahead = 0
  let port = 0
  let app: App | undefined
  const now = () => Date.now() + ahead
  const start = async () => {
    const place = { HOST: '127.0.0.1', PORT: `${port}`, SOROKA_DATA: folder }
    const config = readConfig({ ...place, LOG_LEVEL: 'silent', NEWCOMER_DAYS: '0' })
    const given = { database: address, secrets, log, print: () => undefined, now }
    app = await createApp(config, webRoot === undefined ? given : { ...given, webRoot })
    port = app.port
  }
  const stop = async () => {
    await app?.stop()
    app = undefined
  }
  await start()
  const database = openDatabase(address, { drizzle: 1, raw: 2 })
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    codeFor: async (email, nth = 1) => {
      for (let tries = 0; tries < 500; tries++) {
        const [mail] = await database.sql<{ text: string }[]>`
          select text from mails where recipient = ${email} order by id offset ${nth - 1} limit 1`
        const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0]
        if (code !== undefined) return code
        await new Promise((done) => setTimeout(done, 20))
      }
      throw new Error(`no code for ${email}`)
    },
    stop,
    start,
    close: async () => {
      await stop()
      await database.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
    advance: (ms) => {
      ahead += ms
    },
  }
}
