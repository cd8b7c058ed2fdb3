import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import postgres from 'postgres'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { findBinaries, prepareBinaries } from './binaries.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts'
import { endOrphan, readPostmasterFile } from './postmaster-file.ts'

const log = pino({ level: 'silent' })
const isRoot = process.getuid?.() === 0
const fixture = fileURLToPath(new URL('server.fixture.ts', import.meta.url))

let root: string
let folder: string

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'soroka-pg-'))
  // The last to run: what a test started it stops before.
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await chmod(root, 0o755)
  folder = path.join(root, 'data')
})

async function start(at = folder): Promise<EmbeddedPostgres> {
  const pg = await startEmbeddedPostgres({ folder: at, log, systemFolder: path.join(root, 'system') })
  onTestFinished(() => pg.stop())
  return pg
}

function connect(pg: EmbeddedPostgres) {
  const sql = postgres({
    host: pg.socketDir,
    port: pg.port,
    user: pg.user,
    database: pg.database,
    max: 4,
    fetch_types: false,
  })
  onTestFinished(() => sql.end({ timeout: 1 }))
  return sql
}

/** A server in another process: its Postgres, and the rows it has acknowledged so far. */
async function startServer(prefix: string[] = []) {
  const child: ChildProcess = spawn('env', [...prefix, process.execPath, fixture, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  if (!child.stdout) throw new Error('no output')
  const lines = createInterface(child.stdout)
  const acknowledged: number[] = []
  const [first] = await once(lines, 'line')
  lines.on('line', (line) => acknowledged.push(Number(line)))
  return { child, acknowledged, postgresPid: Number(String(first).split(' ')[1]) }
}

async function kill(child: ChildProcess) {
  const gone = once(child, 'close')
  child.kill('SIGKILL')
  await gone
}

test('starts, keeps its rows over a restart, and names its folder after the major version', async () => {
  const pg = await start()
  expect(await readdir(path.join(folder, 'pg'))).toContain('18')
  const sql = connect(pg)
  await sql`CREATE TABLE kept AS SELECT 7 AS n`
  await sql.end()
  await pg.stop()
  expect(pg.state()).toBe('stopped')
  const again = await start()
  expect(await connect(again)`SELECT n FROM kept`).toEqual([{ n: 7 }])
})

test('G1 what is acknowledged is on disk: nothing that trades it for speed is set', async () => {
  const sql = connect(await start())
  const settings = await sql`SELECT name, setting FROM pg_settings
    WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses') ORDER BY name`
  expect(settings.map((row) => `${row['name']}=${row['setting']}`)).toEqual([
    'data_checksums=on',
    'fsync=on',
    'full_page_writes=on',
    'listen_addresses=',
    'synchronous_commit=on',
  ])
})

test('S17 only its own account enters the data and the socket', async () => {
  const pg = await start()
  const modes = await Promise.all(
    [path.join(folder, 'pg', '18'), pg.socketDir].map(async (one) => (await stat(one)).mode & 0o777),
  )
  expect(modes).toEqual([0o700, 0o700])
})

test('a second start on a folder in use is refused, and the first goes on unharmed', async () => {
  const { child, postgresPid, acknowledged } = await startServer()
  await expect(start()).rejects.toMatchObject({ code: 'DATA_IN_USE' })
  const before = acknowledged.length
  await sleep(200)
  expect(acknowledged.length).toBeGreaterThan(before)
  expect((await readPostmasterFile(path.join(folder, 'pg', '18')))?.pid).toBe(postgresPid)
  await kill(child)
  await start() // and takes the orphan over
})

test('G1 kill -9 of the server, five times: the orphan is taken over and every acknowledged row is there', async () => {
  const acknowledged: number[] = []
  for (let round = 0; round < 5; round++) {
    const server = await startServer()
    await sleep(100 + Math.random() * 150)
    await kill(server.child)
    acknowledged.push(...server.acknowledged)
  }
  const rows = await connect(await start())`SELECT n::int FROM acknowledged`
  const kept = new Set(rows.map((row) => row['n']))
  expect(acknowledged.length).toBeGreaterThan(100)
  expect(acknowledged.filter((n) => !kept.has(n))).toEqual([])
})

test('G1 kill -9 of Postgres under load, five times: it comes back by itself and every acknowledged row is there', async () => {
  const pg = await start()
  const states: string[] = []
  pg.onState((state) => states.push(state))
  const sql = connect(pg)
  await sql`CREATE TABLE load (n int PRIMARY KEY)`
  const acknowledged: number[] = []
  let next = 0
  const load = { on: true }
  const writers = Array.from({ length: 4 }, async () => {
    while (load.on) {
      const n = next++
      try {
        await sql`INSERT INTO load VALUES (${n})`
        acknowledged.push(n)
      } catch {
        await sleep(20) // not acknowledged: the sender would try again
      }
    }
  })
  for (let round = 0; round < 5; round++) {
    await sleep(100 + Math.random() * 100)
    process.kill(pg.pid() ?? 0, 'SIGKILL')
    await expect.poll(() => states.filter((state) => state === 'running').length, { timeout: 10_000 }).toBe(round + 1)
  }
  load.on = false
  await Promise.all(writers)
  const rows = await sql`SELECT n FROM load`
  const kept = new Set(rows.map((row) => row['n']))
  expect(acknowledged.length).toBeGreaterThan(100)
  expect(acknowledged.filter((n) => !kept.has(n))).toEqual([])
  expect(states).toEqual(Array.from({ length: 5 }, () => ['restarting', 'running']).flat())
})

test('a pid file whose number belongs to another process by now does not hinder, and that process lives on', async () => {
  await (await start()).stop()
  const data = path.join(folder, 'pg', '18')
  const bystander = spawn('sleep', ['60'])
  onTestFinished(() => void bystander.kill())
  await writeFile(path.join(data, 'postmaster.pid'), `${bystander.pid}\n${data}\n0\n5432\n/tmp\n\n\nready\n`)
  await start()
  expect(bystander.exitCode).toBeNull()
})

test('endOrphan leaves a folder without a pid file alone', async () => {
  expect(await endOrphan(root)).toBeUndefined()
})

describe('rule 24', () => {
  test('24 data of a newer major is refused untouched', async () => {
    const newer = path.join(folder, 'pg', '19')
    await mkdir(newer, { recursive: true })
    await writeFile(path.join(newer, 'PG_VERSION'), '19\n')
    await expect(start()).rejects.toMatchObject({ code: 'DATA_NEWER' })
    expect(await readdir(newer)).toEqual(['PG_VERSION'])
    expect(existsSync(path.join(folder, 'pg', '18'))).toBe(false)
  })

  test('24 data of an older major is not silently replaced by an empty database', async () => {
    await mkdir(path.join(folder, 'pg', '17'), { recursive: true })
    await expect(start()).rejects.toMatchObject({ code: 'DATA_OLDER' })
  })
})

test('a first start that was cut off half way is begun anew', async () => {
  const unfinished = path.join(folder, 'pg', '18.unfinished')
  await mkdir(unfinished, { recursive: true })
  await writeFile(path.join(unfinished, 'PG_VERSION'), '18\n')
  await start()
  expect(existsSync(unfinished)).toBe(false)
})

test('a path too long for a socket gets a short private folder, which goes with it', async () => {
  const pg = await start(path.join(root, 'a-rather-long-name-for-a-folder'.repeat(4), 'data'))
  expect(Buffer.byteLength(pg.socketDir)).toBeLessThan(80)
  expect((await stat(pg.socketDir)).mode & 0o777).toBe(0o700)
  expect(await connect(pg)`SELECT 1 AS one`).toEqual([{ one: 1 }])
  await pg.stop()
  expect(existsSync(pg.socketDir)).toBe(false)
})

test('links between libraries that npm did not make are made', async () => {
  const found = await findBinaries()
  const copy = path.join(root, 'native')
  cpSync(found.folder, copy, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') })
  const links: { target: string }[] = JSON.parse(await readFile(path.join(copy, 'pg-symlinks.json'), 'utf8'))
  const targets = links.map(({ target }) => path.join(root, target))
  for (const target of targets) rmSync(target, { force: true })
  await prepareBinaries({ ...found, folder: copy }, undefined, root, path.join(root, 'lib'))
  const version = execFileSync(path.join(copy, 'bin', 'initdb'), ['--version'], { encoding: 'utf8' })
  expect(version).toContain('PostgreSQL) 18')
  expect((await Promise.all(targets.map((target) => lstat(target)))).every((one) => one.isSymbolicLink())).toBe(true)
})

describe.runIf(isRoot)('as root', () => {
  test('Postgres runs as another user', async () => {
    const pg = await start()
    expect((await stat(`/proc/${pg.pid()}`)).uid).not.toBe(0)
  })

  test('where that user cannot look, data and binaries lie in the system folder, and a line says so', async () => {
    const closed = path.join(root, 'closed')
    await mkdir(closed, { mode: 0o700 })
    const inside = path.join(closed, 'data')
    const pg = await start(inside)
    expect(pg.notice).toContain(path.join(root, 'system', 'database-'))
    expect(await connect(pg)`SELECT 1 AS one`).toEqual([{ one: 1 }])
    await pg.stop()
    const again = await start(inside)
    expect(again.notice).toBe(pg.notice)
    await again.stop()

    await rm(path.join(root, 'system'), { recursive: true })
    await expect(start(inside)).rejects.toMatchObject({ code: 'DATA_MISSING' })
  })

  test('binaries below a closed folder are copied', async () => {
    const found = await findBinaries()
    const closed = path.join(root, 'closed')
    await mkdir(closed, { mode: 0o700 })
    cpSync(found.folder, path.join(closed, 'native'), { recursive: true, filter: (file) => !file.endsWith('.a') })
    const account = { name: 'nobody', uid: 65_534, gid: 65_534 }
    const system = path.join(root, 'system')
    const binaries = await prepareBinaries({ ...found, folder: path.join(closed, 'native') }, account, system, root)
    expect(binaries.folder).toBe(path.join(system, `postgres-${found.version}`))
    const version = execFileSync(path.join(binaries.folder, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/' })
    expect(version.toString()).toContain('PostgreSQL) 18')
  })

  test('an ordinary user starts it too, and root later runs it as that user', async () => {
    await mkdir(folder)
    execFileSync('chown', ['65534:65534', folder])
    const { child, postgresPid } = await startServer(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'])
    expect((await stat(`/proc/${postgresPid}`)).uid).toBe(65_534)
    await kill(child)
    const pg = await start()
    expect((await stat(`/proc/${pg.pid()}`)).uid).toBe(65_534)
  })
})
