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
