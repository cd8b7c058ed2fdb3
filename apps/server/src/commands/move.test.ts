import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { readShape, withClient } from '../platform/copying/index.ts'
import { contentsOf, readSequences } from '../platform/copying/contents.ts'
import type { Contents } from '../platform/copying/contents.ts'
import { refuseMoved } from '../platform/data-folder/index.ts'
import { connect } from '../platform/db/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import { createLog } from '../platform/log/index.ts'
import { startEmbeddedPostgres } from '../platform/postgres/index.ts'
import { startTestServer, TestClient } from '../testing/index.ts'
import { testDatabase } from '../testing/test-database.ts'
import { moveAway, moveBack, moveContents } from './move.ts'

const log = createLog('error')
const quiet = (): void => undefined

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'soroka-move-'))
  // As root, Postgres runs as another user, who must get through.
  await chmod(folder, 0o711)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
})

type Other = Awaited<ReturnType<typeof otherDatabase>>

/** A database of the test run, as somebody's real PostgreSQL: its address too. */
async function otherDatabase() {
  const { address, drop } = await testDatabase(folder)
  onTestFinished(drop)
  if ('url' in address) throw new Error('it has a socket')
  const url = `postgres://postgres@localhost/${address.database}?host=${encodeURIComponent(address.socketDir)}`
  return { address, url }
}

/** Everything but what a copy changes on purpose. */
async function allContents(address: DatabaseAddress): Promise<Record<string, Contents>> {
  return withClient(address, async (client) => {
    const found: Record<string, Contents> = {}
    const { tables } = await readShape(client)
    for (const table of tables)
      if (table.name !== 'public.server_era') found[table.name] = await contentsOf(client, table)
    return found
  })
}

function carry(from: Other, to: Other, say: (line: string) => void = quiet): Promise<void> {
  return moveContents({ from: from.address, to: to.address, where: 'the other one', log, say })
}

/** A copy whose connections are cut when it waits for a table, or in the middle of one. */
async function breakOff(from: Other, to: Other, event: 'Lock' | 'Timeout'): Promise<void> {
  const sessions = `from pg_stat_activity where datname = '${to.address.database}'`
  const copy = expect(carry(from, to)).rejects.toThrow()
  while ((await run(from.address, `select 1 ${sessions} and wait_event_type = '${event}'`)).length === 0)
    await pause(20)
  await run(from.address, `select pg_terminate_backend(pid) ${sessions}`)
  await copy
  expect(await run(to.address, 'select count(*)::int as n from credentials')).toEqual([{ n: 0 }])
}

async function run(address: DatabaseAddress, text: string): Promise<object[]> {
  const sql = connect(address, { max: 1 })
  return sql
    .unsafe(text)
    .then((rows) => rows.map((row) => Object.assign({}, row)))
    .finally(() => sql.end({ timeout: 2 }))
}

/** A server that was used: two people, mails, sessions, a job that waits. */
async function used(address: DatabaseAddress) {
  const server = await startTestServer({ address })
  const anna = await new TestClient(server).signUp()
  await new TestClient(server).signUp()
  await server.database.sql`
    select graphile_worker.add_job('mail.send', '{"mail":"waits"}'::json, run_at => now() + interval '1 day')`
  await server.stop()
  const { user, email, person } = anna
  return { user, email, person, secrets: server.secrets }
}

async function embedded<T>(use: (address: DatabaseAddress) => Promise<T>): Promise<T> {
  const postgres = await startEmbeddedPostgres({ folder, log })
  return use(postgres).finally(() => postgres.stop())
}

test('a database moves into the data folder and out of it again: all rows, the jobs that wait, and people sign in', async () => {
  const [first, last] = [await otherDatabase(), await otherDatabase()]
  const anna = await used(first.address)
  const before = await allContents(first.address)
  expect(Object.values(before).filter(({ rows }) => rows !== '0').length).toBeGreaterThan(10)
  expect(before).toHaveProperty(['graphile_worker._private_jobs', 'rows'], '1')
  const said: string[] = []

  await moveBack({ folder, url: first.url, log, say: (line, isLast) => void (isLast && said.push(line)) })
  expect(said.some((line) => /^ *\d+ % {2}public\.users, [\d.]+ B, 2 rows/.test(line))).toBe(true)
  expect(said.at(-1)).toBe(`100 %  ${Object.keys(before).length + 1} tables`)
  expect(await embedded(allContents)).toEqual(before)

  const left = await moveAway({ folder, url: last.url, log, say: quiet })
  expect(await allContents(last.address)).toEqual(before)
  await expect(refuseMoved(folder)).rejects.toMatchObject({ code: 'DATA_MOVED' })
  expect(await readdir(path.join(folder, 'pg'))).toContain(path.basename(left))
  await expect(moveAway({ folder, url: last.url, log, say: quiet })).rejects.toMatchObject({ code: 'DATA_MOVED' })
  const server = await startTestServer({ address: last.address, deps: { secrets: anna.secrets } })
  const again = new TestClient(server, anna.email)
  again.person = anna.person
  expect((await again.signIn()).session.user).toBe(anna.user)
  await server.stop()
})

test('R9 R12 a copy has an era of its own and no transactions of the future; sequences go on; whom others refer to comes first', async () => {
  const [from, to] = [await otherDatabase(), await otherDatabase()]
  const tables = `create table a_leaf (id int primary key, tree int not null references z_tree);`
  for (const { address } of [from, to]) await run(address, `create table z_tree (id int primary key); ${tables}`)
  await run(
    from.address,
    `insert into z_tree values (1); insert into a_leaf values (2, 1); insert into server_era (era) values ('old');
     insert into chats (id, kind, created_at, changed_xid) values ('c', 'group', 1, '4611686018427387904');
     select nextval('mails_id_seq') from generate_series(1, 41)`,
  )
  await carry(from, to)
  expect(await run(to.address, 'select era from server_era')).toEqual([])
  expect(await run(to.address, 'select id from a_leaf')).toEqual([{ id: 2 }])
  expect(await run(to.address, `select nextval('mails_id_seq')::int as n`)).toEqual([{ n: 42 }])
  expect(await run(to.address, 'select changed_xid <= pg_current_xact_id() as past from chats')).toEqual([
    { past: true },
  ])
})

test('a database with a running server on it is not moved, nor one into it', async () => {
  const [from, to] = [await otherDatabase(), await otherDatabase()]
  for (const { address } of [from, to]) {
    const server = await startTestServer({ address })
    await expect(carry(from, to)).rejects.toMatchObject({ code: 'IN_USE' })
    await server.stop()
  }
})

test('a server that starts in the middle of it waits until it is over', async () => {
  const [from, to] = [await otherDatabase(), await otherDatabase()]
  await used(from.address)
  let server: Promise<unknown> | undefined
  let isUp = false
  await carry(from, to, () => {
    server ??= startTestServer({ address: to.address }).then(async (started) => {
      isUp = true
      await started.stop()
    })
    expect(isUp).toBe(false)
  })
  await server
  expect(await run(to.address, 'select count(*)::int as n from users')).toEqual([{ n: 2 }])
})

test('a target with anything in it is refused and left alone', async () => {
  const [from, to] = [await otherDatabase(), await otherDatabase()]
  await used(from.address)
  for (const [make, undo] of [
    ['create table photos (id int)', 'drop table photos'],
    [`insert into mails (recipient, subject, text, html, at) values ('a', 'b', 'c', 'd', 1)`, 'delete from mails'],
  ] as const) {
    await run(to.address, make)
    await expect(carry(from, to)).rejects.toMatchObject({ code: 'NOT_EMPTY' })
    expect(await run(to.address, 'select count(*)::int as n from users')).toEqual([{ n: 0 }])
    await run(to.address, undo)
  }
  await carry(from, to)
})

test('what comes out differently, or is broken off, leaves nothing behind, and the next try is whole', async () => {
  const [from, to] = [await otherDatabase(), await otherDatabase()]
  await used(from.address)
  await run(
    to.address,
    `create function forge() returns trigger language plpgsql as 'begin new.name := ''Eve''; return new; end';
     create trigger forge before insert on users for each row execute function forge()`,
  )
  await expect(carry(from, to)).rejects.toMatchObject({ code: 'DIFFERENT' })
  expect(await run(to.address, 'select count(*)::int as n from users')).toEqual([{ n: 0 }])
  await run(to.address, 'drop trigger forge on users')
  await withClient(to.address, async (holder) => {
    await holder.query('begin')
    await holder.query('lock table vault_entries in share mode')
    await breakOff(from, to, 'Lock')
  })
  await run(
    to.address,
    `create function wait() returns trigger language plpgsql as 'begin perform pg_sleep(60); return new; end';
     create trigger wait before insert on users for each row execute function wait()`,
  )
  await breakOff(from, to, 'Timeout')
  await run(to.address, 'drop trigger wait on users')
  await carry(from, to)
  expect(await allContents(to.address)).toEqual(await allContents(from.address))
  expect(await withClient(to.address, async (client) => readSequences(client, await readShape(client)))).toEqual(
    await withClient(from.address, async (client) => readSequences(client, await readShape(client))),
  )
})
