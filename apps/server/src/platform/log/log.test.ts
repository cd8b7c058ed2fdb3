import { expect, test } from 'vitest'
import { ask, startTestServer, TestClient } from '../../testing/index.ts'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import { createLog } from './log.ts'

test('S17 planted tokens, codes and passwords are nowhere in the log, not even when requests fail', async () => {
  const server = await startTestServer({ env: { LOG_LEVEL: 'debug' } })
  const who = await new TestClient(server).signUp()
  const code = await server.codeFor(who.email)
  const { ticket } = (await who.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
  const planted = ['PLANTED-bearer', 'PLANTED-cookie', 'PLANTED-query', 'PLANTED-body']
  await ask(`${server.url}/api/account?token=PLANTED-query`, {
    token: 'PLANTED-bearer',
    headers: { cookie: 'soroka_session=PLANTED-cookie' },
  })
  await who.post('/auth/s/body/refresh', { ...who.slotted(), refreshToken: 'PLANTED-body' })
  await who.post('/auth/sign-in/start', '{"PLANTED-body":')
  await ask(`${server.url}/ws/${ticket}`)
  await who.refresh()
  // A failure inside: the table is away for a moment.
  await server.database.sql`alter table users rename to away`
  expect(await who.ask('/account')).toMatchObject({
    status: 500,
    code: 'INTERNAL',
    body: { data: { requestId: expect.any(String) } },
  })
  await server.database.sql`alter table away rename to users`
  const text = server.logs.join('')
  expect(text).toContain('a request failed')
  const { accessToken, refreshToken = '' } = who.session
  for (const secret of [...planted, accessToken, refreshToken, ticket, code, who.password, who.email])
    expect(text, secret).not.toContain(secret)
  await server.stop()
})

test('S17 a statement that fails, in a request or in a job, leaves its values out of the log', async () => {
  const server = await startTestServer()
  const who = await new TestClient(server).signUp()
  const { sql } = server.database
  await sql`alter table users rename to away`
  expect((await who.startSignIn()).answer.status).toBe(500)
  await sql`alter table away rename to users`
  const late = new TestClient(server)
  await sql`alter table graphile_worker._private_jobs rename to away`
  expect((await late.startSignUp()).answer.status).toBe(500)
  await sql`alter table graphile_worker.away rename to _private_jobs`
  await sql`alter table mails rename to away`
  await late.startSignUp()
  await expect.poll(() => server.logs.join(''), { timeout: 5000 }).toContain('Failed task')
  const text = server.logs.join('')
  expect(text).toContain('Failed query')
  for (const value of [who.email, late.email, /\bcode\W+\d{6}/, /\b\d{3} ?\d{3} is your/, 'params'])
    expect(text).not.toMatch(value)
  await server.stop()
})

test('S17 a field that may hold a secret is removed wherever it stands', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line: string) => void lines.push(line) })
  log.info(
    {
      token: 'PLANTED',
      headers: { authorization: 'PLANTED', cookie: 'PLANTED' },
      a: { b: { refreshToken: 'PLANTED', code: 'PLANTED' } },
    },
    'x',
  )
  expect(lines.join('')).not.toContain('PLANTED')
})

test('S17 what PostgreSQL says of values is not logged', async () => {
  const { sql, drop } = await scratchDatabase()
  const lines: string[] = []
  const log = createLog('info', { write: (line: string) => void lines.push(line) })
  await sql`CREATE TABLE once (address text PRIMARY KEY)`
  const put = () => sql`INSERT INTO once VALUES ('PLANTED')`
  await put()
  await put().catch((error: unknown) => log.error({ err: error }, 'twice'))
  expect(lines.join('')).toContain('duplicate key')
  expect(lines.join('')).not.toContain('PLANTED')
  expect(log.lines).toEqual({ warn: 0, error: 1 })
  await drop()
})
