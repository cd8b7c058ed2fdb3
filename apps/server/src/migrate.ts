// Brings the tables of DATABASE_URL up to date and ends: in a cluster it runs before nodes of a new version start. A node does
// the same when it starts, but one that takes too long over it is taken for dead.
import { ConfigError, readConfig } from './platform/config/index.ts'
import { addressOf, migrateDatabase } from './platform/db/index.ts'
import { migrateJobs } from './platform/jobs/index.ts'
import { createLog } from './platform/log/index.ts'

try {
  const { databaseUrl: url, logLevel } = readConfig(process.env)
  if (url === undefined) throw new ConfigError('DATABASE_URL: there is no database to bring up to date')
  const log = createLog(logLevel)
  const address = await addressOf(url)
  await migrateDatabase(address)
  await migrateJobs(address, log)
  process.stdout.write('The tables are up to date.\n')
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${error instanceof ConfigError ? error.message : text}\n`)
  process.exitCode = 1
}
