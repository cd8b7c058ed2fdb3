// A server in miniature, in a process of its own: starts the embedded Postgres on a folder, then writes rows one after
// the other and prints the number of each once it is committed. Used by embedded-postgres.test.ts, which kills it.
import { pino } from 'pino'
import postgres from 'postgres'
import { startEmbeddedPostgres } from './index.ts'

const folder = process.argv[2]
if (!folder) throw new Error('usage: server.fixture.ts FOLDER')
const pg = await startEmbeddedPostgres({ folder, log: pino({ level: 'silent' }) })
const sql = postgres({
  host: pg.socketDir,
  port: pg.port,
  user: pg.user,
  database: pg.database,
  onnotice: () => undefined,
})
await sql`CREATE TABLE IF NOT EXISTS acknowledged (n bigint GENERATED ALWAYS AS IDENTITY, at timestamptz DEFAULT now())`
console.log(`postgres ${pg.pid()}`)
for (;;) {
  const [row] = await sql`INSERT INTO acknowledged DEFAULT VALUES RETURNING n`
  process.stdout.write(`${String(row?.['n'])}\n`)
}
