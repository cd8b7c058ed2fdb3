import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { connect } from './platform/db/index.ts'
import { databaseAlone } from './testing/test-database.ts'

const program = fileURLToPath(new URL('migrate.ts', import.meta.url))

function migrate(DATABASE_URL: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    env: { PATH: process.env['PATH'], DATABASE_URL },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('brings an empty database up to date, once and again, and says what is missing', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-migrate-'))
  const { address, drop } = await databaseAlone(folder)
  if ('url' in address) throw new Error('the embedded database has a socket')
  const { socketDir, user, database } = address
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
  for (const _ of ['empty', 'done'])
    expect(migrate(url)).toEqual({ status: 0, stdout: 'The tables are up to date.\n', stderr: '' })
  const sql = connect(address, { max: 1 })
  const [tables] = await sql`SELECT to_regclass('messages') AS log, to_regclass('graphile_worker.jobs') AS jobs`
  expect(tables).toEqual({ log: 'messages', jobs: 'graphile_worker.jobs' })
  await sql.end()
  await drop()
  await rm(folder, { recursive: true, force: true })
  expect(migrate('')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^DATABASE_URL: .+\n$/) })
  expect(migrate(url).status).toBe(1)
}, 60_000)
