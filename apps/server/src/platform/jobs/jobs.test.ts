import { expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'

test('G1 a job is there when the commit is, and not when it is not', async () => {
  const server = await startTestServer()
  await new TestClient(server).signUp()
  const [before] = await server.database.sql<{ n: number }[]>`select count(*) as n from mails`
  const who = new TestClient(server)
  expect((await who.startSignUp({ registrationRequest: 'AAAA' })).answer).toMatchObject({ code: 'BAD_REQUEST' })
  await new Promise((done) => setTimeout(done, 300))
  expect(await server.database.sql`select count(*) as n from mails`).toEqual([before])
  await server.stop()
})

test('every connection to the database is cut: the server lives, answers again, and mails go on', async () => {
  const server = await startTestServer()
  await new TestClient(server).signUp()
  for (let round = 0; round < 3; round++) {
    await server.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
    let who = new TestClient(server)
    for (let tries = 0; (await who.startSignUp()).answer.status !== 200 && tries < 50; tries++) {
      await new Promise((done) => setTimeout(done, 100))
      who = new TestClient(server)
    }
    expect(await server.codeFor(who.email)).toMatch(/^\d{6}$/)
  }
  await server.stop()
}, 60_000)

test('the hourly sweep takes away what is over, and nothing else', async () => {
  const server = await startTestServer()
  const gone = await new TestClient(server).signUp()
  await gone.startSignIn()
  await gone.ask('/auth/ticket', { body: {} })
  server.advance(220 * 86_400_000)
  const stays = await new TestClient(server).signUp()
  await stays.startSignIn()
  await stays.ask('/auth/ticket', { body: {} })
  const { sql } = server.database
  await sql`
    select graphile_worker.add_job('mail.send', '{}'::json, run_at => now() + interval '1 hour')`
  await sql`update graphile_worker._private_jobs set created_at = now() - interval '2 days' where run_at > now()`
  await sql`select graphile_worker.add_job('sweep')`
  const left = async () => {
    const rows = await sql<{ n: number }[]>`
      select count(*) as n from auth_flows union all select count(*) from sessions
      union all select count(*) from tickets union all select count(*) from mails
      union all select count(*) from graphile_worker.jobs`
    return rows.map((row) => row.n)
  }
  for (let tries = 0; tries < 200 && (await left()).join() !== '1,1,1,1,0'; tries++)
    await new Promise((done) => setTimeout(done, 20))
  expect(await left()).toEqual([1, 1, 1, 1, 0])
  expect(await stays.refresh()).toMatchObject({ status: 200 })
  expect((await stays.ask(`/users/${gone.user}`)).status).toBe(200)
  await server.stop()
})
