import { spawnSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { makeKeyPair, unseal } from '../platform/archive/index.ts'
import { contentsOf, readShape, withClient } from '../platform/copying/index.ts'
import { findBackupRecipient, keepBackupRecipient } from '../platform/data-folder/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import { connect, migrateDatabase } from '../platform/db/index.ts'
import { migrateJobs } from '../platform/jobs/index.ts'
import { createLog } from '../platform/log/index.ts'
import { startEmbeddedPostgres } from '../platform/postgres/index.ts'
import { readSecrets } from '../secrets.ts'
import { startTestServer, TestClient } from '../testing/index.ts'
import { testDatabase } from '../testing/test-database.ts'
import { backUp, listBackups } from './back-up.ts'
import { backupChore } from './backup-chore.ts'
import { bringBack } from './bring-back.ts'

const log = createLog('error')
const say = (): void => undefined
const key = await makeKeyPair()
const hex = 'ab'.repeat(16)
const stored = Buffer.from(hex, 'hex').toString('base64url')

let folder: string
let address: DatabaseAddress

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'soroka-backup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  // As root, Postgres runs as another user, who must get through.
  await chmod(folder, 0o711)
  const database = await testDatabase(folder)
  onTestFinished(database.drop)
  address = database.address
  await mkdir(path.join(folder, 'live/files/ab'), { recursive: true })
  await writeFile(path.join(folder, 'live/files/ab', hex), Buffer.alloc(300_000, 7))
  await readSecrets(path.join(folder, 'live'))
})

const settings = () => ({
  address,
  folder: path.join(folder, 'live'),
  hasBucket: false,
  to: path.join(folder, 'backups'),
  recipient: key.recipient,
  keep: undefined,
  log,
  say,
})

const restore = async (file: string, more: { replace?: boolean; identity?: string; url?: string } = {}) => {
  const tar = await unseal(createReadStream(file), more.identity ?? key.identity)
  return bringBack({ tar, folder: path.join(folder, 'new'), replace: false, log, say, ...more })
}

async function run(text: string, at = address): Promise<void> {
  const sql = connect(at, { max: 1 })
  await sql.unsafe(text).finally(() => sql.end({ timeout: 2 }))
}

/** Beside the one of the test, without tables. */
async function bareDatabase(name: string): Promise<DatabaseAddress> {
  if ('url' in address) throw new Error('it has a socket')
  const database = `${address.database}_${name}`
  await run(`create database ${database}`)
  onTestFinished(() => run(`drop database ${database} with (force)`))
  return { ...address, database }
}

function urlOf(at: DatabaseAddress): string {
  if ('url' in at) return at.url
  return `postgres://postgres@localhost/${at.database}?host=${encodeURIComponent(at.socketDir)}`
}

/** A file that messages may show. */
const fileRow = `insert into files (id, owner, size, created_at, whole_at) values ('${stored}', 'o', 300000, 1, 2)`

test('G11 R11 a new machine gets everything back from one file, and the password opens the account there', async () => {
  const server = await startTestServer({ address, deps: { secrets: await readSecrets(path.join(folder, 'live')) } })
  const anna = await new TestClient(server).signUp()
  await run(fileRow)
  const file = await backUp(settings()) // while the server runs
  await server.stop()
  expect(await readdir(path.dirname(file))).toContain(path.basename(file))

  expect(await restore(file)).toEqual([])
  const home = path.join(folder, 'new')
  expect(await readFile(path.join(home, 'files/ab', hex))).toEqual(Buffer.alloc(300_000, 7))
  const postgres = await startEmbeddedPostgres({ folder: home, log })
  expect(await withClient(postgres, (client) => contentsOf(client, { name: 'server_era' }))).toMatchObject({
    rows: '0',
  })
  const again = await startTestServer({ address: postgres, deps: { secrets: await readSecrets(home) } })
  const here = new TestClient(again, anna.email)
  here.person = anna.person
  expect((await here.signIn()).session.user).toBe(anna.user)
  await again.stop()
  await postgres.stop()
})

test('G11 a backup without a file that a message shows is thrown away', async () => {
  await run(fileRow)
  await rm(path.join(folder, 'live/files/ab', hex))
  await expect(backUp(settings())).rejects.toMatchObject({ code: 'DIFFERENT' })
  expect(await listBackups(path.join(folder, 'backups'))).toEqual([])
  expect((await readdir(path.join(folder, 'backups'))).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('a damaged backup, another key and a folder that is in use change nothing', async () => {
  const file = await backUp(settings())
  const bytes = await readFile(file)
  const cut = path.join(folder, 'cut')
  await writeFile(cut, bytes.subarray(0, bytes.length - 70_000))
  await expect(restore(cut, { url: urlOf(await bareDatabase('cut')) })).rejects.toMatchObject({ code: 'DAMAGED' })
  const other = await makeKeyPair()
  await expect(restore(file, { identity: other.identity })).rejects.toMatchObject({ code: 'DAMAGED' })
  const home = path.join(folder, 'new')
  await run('create table of_somebody (id int)')
  await expect(restore(file, { url: urlOf(address) })).rejects.toMatchObject({ code: 'NOT_EMPTY' })
  expect((await readdir(home)).filter((name) => !/^(lock|soroka\.pid)$/.test(name))).toEqual([])
  await writeFile(path.join(home, 'secrets.json'), 'of somebody')
  await expect(restore(file)).rejects.toMatchObject({ code: 'NOT_EMPTY' })
  const [aside = ''] = await restore(file, { replace: true })
  expect(await readFile(aside, 'utf8')).toBe('of somebody')
})

test('a backup of an older release has the tables of then, and the next start brings them up to date', async () => {
  const [older, target] = [await bareDatabase('older'), await bareDatabase('target')]
  await migrateDatabase(older, { count: 7 })
  await migrateJobs(older, log)
  await run(`insert into mails (recipient, subject, text, html, at) values ('a', 'b', 'c', 'd', 1)`, older)
  await restore(await backUp({ ...settings(), address: older }), { url: urlOf(target) })
  const tables = () => withClient(target, async (client) => (await readShape(client)).tables.map(({ name }) => name))
  expect(await tables()).not.toContain('public.calls')
  await migrateDatabase(target)
  expect(await tables()).toContain('public.calls')
  expect(await withClient(target, (client) => contentsOf(client, { name: 'mails' }))).toMatchObject({ rows: '1' })
})

test('the server makes one when the newest is old, keeps so many, and none without a key', async () => {
  let now = Date.parse('2026-03-01T03:07:00Z')
  const live = path.join(folder, 'live')
  const to = path.join(folder, 'backups')
  const config = { dataFolder: live, backups: { to, every: 86_400_000, keep: 2 } }
  const make = async (): Promise<void> => {
    await backUp({ ...settings(), keep: 2, now: () => new Date(now) })
  }
  const chore = backupChore({ config, log, now: () => now, make })
  await chore.run({})
  expect(await findBackupRecipient(live)).toBe(undefined)
  await keepBackupRecipient(live, key.recipient)
  await mkdir(to, { recursive: true })
  await writeFile(path.join(to, 'soroka-2026-02-28T03-07-00Z.soroka.age.part'), 'of one that was killed')
  for (let hours = 0; hours <= 72; hours += 12) {
    await chore.run({})
    now += 12 * 3_600_000
  }
  expect(await listBackups(to)).toEqual([
    'soroka-2026-03-04T03-07-00Z.soroka.age',
    'soroka-2026-03-03T03-07-00Z.soroka.age',
  ])
  expect((await readdir(to)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('the server makes one in a process of its own, of the database that it runs', async () => {
  const live = path.join(folder, 'live')
  await chmod(live, 0o711)
  const postgres = await startEmbeddedPostgres({ folder: live, log })
  await migrateDatabase(postgres)
  await migrateJobs(postgres, log)
  await keepBackupRecipient(live, key.recipient)
  const to = path.join(folder, 'backups')
  const logged: string[] = []
  const config = { dataFolder: live, backups: { to, every: 86_400_000, keep: 2 } }
  const chore = backupChore({ config, log: createLog('error', { write: (line: string) => void logged.push(line) }) })
  await chore.run({})
  expect(logged).toEqual([])
  expect(await listBackups(to)).toHaveLength(1)
  await rm(path.join(live, 'secrets.json'))
  await rm(to, { recursive: true })
  await chore.run({})
  expect(logged.join('')).toContain('does not hold secrets.json')
  expect(await listBackups(to)).toEqual([])
  await postgres.stop()
})

test.skipIf(spawnSync('age', ['--version']).error !== undefined)('age and tar open a backup too', async () => {
  const file = await backUp(settings())
  await writeFile(path.join(folder, 'key'), `${key.identity}\n`)
  const tar = spawnSync('sh', [
    '-c',
    'age --decrypt --identity "$1" "$2" | tar -t',
    'sh',
    path.join(folder, 'key'),
    file,
  ])
  const names = tar.stdout.toString().trim().split('\n')
  expect(names[0]).toBe('manifest.json')
  expect(names).toContain('database/public.users/000000')
  expect(names.slice(-3)).toEqual(['data/secrets.json', `data/files/ab/${hex}`, 'files.json'])
})
