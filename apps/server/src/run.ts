// The process: reads the environment, opens the data folder, starts the database and the app, and stops them again.
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from './app.ts'
import { backupChore } from './commands/backup-chore.ts'
import { ConfigError, isPrivate, readConfig } from './platform/config/index.ts'
import type { Config } from './platform/config/index.ts'
import { isSystemError, openDataFolder, refuseMoved, StartError } from './platform/data-folder/index.ts'
import { addressOf, waitingForDatabase } from './platform/db/index.ts'
import type { DatabaseAddress } from './platform/db/index.ts'
import { createLog } from './platform/log/index.ts'
import type { Log } from './platform/log/index.ts'
import { startEmbeddedPostgres } from './platform/postgres/index.ts'
import { readSecrets } from './secrets.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)

/** What has to be undone, the last first, and how long each may take. */
const undo: { step(): Promise<void> | void; readonly ms: number }[] = []
/** Enough for all that is small. */
const STEP_MS = 2000
let stopping: Promise<void> | undefined

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const folder = await openDataFolder(config.dataFolder)
  undo.push({ step: () => folder.close(), ms: STEP_MS })
  const secrets = await readSecrets(folder.path)
  const database = await openDatabaseServer(config, log)
  // Another PostgreSQL has its own ways: `npm run backup` or scripts/backup.sh.
  const chores = config.databaseUrl === undefined ? [backupChore({ config, log })] : []
  // It may be starting itself, or be on its way to another place. Whatever was opened is closed by then.
  const app = await waitingForDatabase(
    () => createApp(config, { database, secrets, log, print, chores }),
    (error) => log.warn({ err: error }, 'the database is away; starting again'),
  )
  // Where it has a place to send them, its sockets go in an orderly way.
  undo.push({ step: () => app.stop(), ms: STEP_MS + 3 * app.drainMs })
  if (stopping !== undefined) return
  print(`Soroka is at ${app.url}`)
  if (app.setupToken !== undefined)
    print(`The first account becomes the owner with this set-up token: ${app.setupToken}`)
  if (config.smtpUrl === undefined && !isPrivate(config))
    print('SMTP_URL is not set: nobody will get the codes that signing up needs.')
  log.info({ url: app.url }, 'started')
}

async function openDatabaseServer(config: Config, log: Log): Promise<DatabaseAddress> {
  if (config.databaseUrl !== undefined) return addressOf(config.databaseUrl)
  await refuseMoved(config.dataFolder)
  const postgres = await startEmbeddedPostgres({ folder: config.dataFolder, log })
  undo.push({ step: () => postgres.stop(), ms: STEP_MS })
  if (postgres.notice !== undefined) print(postgres.notice)
  return postgres
}

/** One press may arrive twice: from the terminal and from the program above. */
const ECHO_MS = 300
let stoppedAt = 0

/** Stops within five seconds and the time for draining whatever hangs, the database too; a second signal stops at once. */
function stop(code: number): void {
  if (stopping !== undefined) {
    if (performance.now() - stoppedAt > ECHO_MS) process.exit(code === 0 ? 130 : code)
    return
  }
  stoppedAt = performance.now()
  const most = undo.reduce((sum, { ms }) => sum + ms - STEP_MS, 5000)
  setTimeout(() => process.exit(1), most).unref()
  stopping = (async () => {
    for (const { step, ms } of undo.reverse()) await Promise.race([step(), sleep(ms)])
  })()
  stopping.then(
    () => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))

start().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  stop(1)
})

/** One line for what a person can mend, else the stack. */
function explain(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigError) return error.message
  if (isSystemError(error, 'EADDRINUSE')) return 'The port is taken: stop the other program or choose another PORT.'
  if (isSystemError(error, 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'))
    return 'This HOST or PORT is not allowed here: choose another.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
