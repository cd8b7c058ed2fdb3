import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { protocolVersion } from '@soroka/protocol'
import type { CheckName, CheckResult } from '@soroka/protocol/contract'
import { checkNames } from '@soroka/protocol/contract'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../../../../scripts/free-port.ts'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { TurnProcess } from '../../testing/turn-process.ts'

const secret = 'a secret of twenty-four letters'
let folder: string
let turn: TurnProcess
let office: SMTPServer
const mails: string[] = []
let mailPort: number
let server: TestServer
let owner: TestClient

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'soroka-doctor-'))
  turn = await TurnProcess.start(await freePort(), secret)
  mailPort = await freePort()
  office = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _, answer) => answer(auth.password === 'right' ? null : new Error('no'), { user: 'x' }),
    onData: (stream, _, done) => {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        mails.push(text)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => office.listen(mailPort, '127.0.0.1', resolve))
  server = await start()
  owner = await new TestClient(server).signUp()
})
afterAll(async () => {
  await server.stop()
  await turn.stop()
  await rm(folder, { recursive: true, force: true })
})

const start = (env: Record<string, string> = {}) =>
  startTestServer({
    env: {
      TURN_URLS: `stun:127.0.0.1:${turn.port},turn:127.0.0.1:${turn.port}?transport=udp,turn:127.0.0.1:${turn.port}?transport=tcp`,
      TURN_SECRET: secret,
      BACKUP_TO: path.join(folder, 'backups'),
      ...env,
    },
  })

async function look(
  by = owner,
  clock = Date.now(),
  version = protocolVersion,
): Promise<Record<CheckName, CheckResult>> {
  const { body, status } = await by.ask<{ checks: CheckResult[] }>('/admin/doctor', { body: { clock, version } })
  expect(status).toBe(200)
  return Object.fromEntries(body.checks.map((one) => [one.name, one])) as Record<CheckName, CheckResult>
}
/** Another server, looked at by its owner. */
async function lookAt(env: Record<string, string>): Promise<Record<CheckName, CheckResult>> {
  const other = await start(env)
  try {
    return await look(await new TestClient(other).signUp())
  } finally {
    await other.stop()
  }
}

test('everything is looked at, in its order, and what is not set up is off', async () => {
  const { body } = await owner.ask<{ checks: CheckResult[] }>('/admin/doctor', { body: { clock: Date.now() } })
  expect(body.checks.map(({ name }) => name)).toEqual([...checkNames])
  const states = Object.fromEntries(body.checks.map(({ name, state }) => [name, state]))
  expect(states).toEqual({
    address: 'warn',
    tls: 'off',
    socket: 'fine',
    database: 'fine',
    redis: 'off',
    files: 'fine',
    disk: states['disk'],
    mail: 'off',
    push: 'off',
    relay: 'fine',
    clock: 'fine',
    backup: 'warn',
    version: 'fine',
  })
})

test('a relay gives an address by UDP and by TCP to our own credentials, and a wrong secret is told apart', async () => {
  expect((await look()).relay).toMatchObject({ state: 'fine', facts: { count: '3' } })
  const { relay } = await lookAt({ TURN_SECRET: 'another secret of the same length' })
  expect(relay).toMatchObject({ state: 'bad', reason: 'secret', facts: { error: '401' } })
})

test.each(['udp', 'tcp'])('a relay that is stopped is found by %s', { timeout: 30_000 }, async (way) => {
  const port = await freePort()
  const own = await TurnProcess.start(port, secret)
  const address = `turn:127.0.0.1:${port}?transport=${way}`
  const other = await start({ TURN_URLS: address })
  const who = await new TestClient(other).signUp()
  expect((await look(who)).relay).toMatchObject({ state: 'fine' })
  await own.stop()
  const facts = { address, error: 'ECONNREFUSED' }
  expect((await look(who)).relay).toMatchObject({ state: 'bad', reason: 'failed', facts })
  await other.stop()
})

test('mail is tried with its password, sent for real, and a server that is away is named', async () => {
  const url = (password: string, port = mailPort) => `smtp://soroka:${password}@127.0.0.1:${port}`
  const other = await start({ SMTP_URL: url('right') })
  // With a mail server codes don't come to the mailbox of this machine.
  const who = new TestClient({ url: other.url, codeFor: (email) => codeIn(email) })
  await who.signUp()
  expect((await look(who)).mail).toMatchObject({ state: 'fine' })
  expect((await who.ask('/admin/doctor/mail', { body: {} })).body).toEqual({ sent: true, reason: '' })
  expect(mails.at(-1)).toContain('Mail from Soroka arrives')
  expect(mails.at(-1)).toContain(who.email)
  const { sql } = other.database
  expect(await sql`SELECT act FROM audit_log`).toEqual([{ act: 'mail.test' }])
  await new Promise<void>((resolve) => office.close(resolve))
  expect((await look(who)).mail).toMatchObject({ state: 'bad', reason: 'failed' })
  await other.stop()
  expect((await owner.ask('/admin/doctor/mail', { body: {} })).body).toEqual({ sent: false, reason: 'off' })

  async function codeIn(email: string): Promise<string> {
    const found = () => mails.find((mail) => mail.includes(email)) ?? ''
    await expect.poll(found).not.toBe('')
    return /\b(\d{6})\b/.exec(found())?.[1] ?? ''
  }
})

test('the clock of the device, the disk of files and the backups are looked at as they are', async () => {
  expect((await look(owner, Date.now() - 3_600_000)).clock).toMatchObject({ state: 'warn', reason: 'device' })
  const backups = path.join(folder, 'backups')
  const file = path.join(backups, 'soroka-2026-03-04T03-07-00Z.soroka.age')
  await mkdir(backups, { recursive: true })
  await writeFile(file, '')
  expect((await look()).backup).toMatchObject({ state: 'warn', reason: 'unproven', facts: { hours: '0' } })
  await writeFile(path.join(server.config.dataFolder, 'backup.proven'), '')
  expect((await look()).backup).toMatchObject({ state: 'fine' })
  const old = (Date.now() - 50 * 3_600_000) / 1000
  for (const one of [file, path.join(server.config.dataFolder, 'backup.proven')]) await utimes(one, old, old)
  expect((await look()).backup).toMatchObject({ state: 'bad', reason: 'old', facts: { hours: '50' } })
  expect((await look()).disk.facts['free']).toMatch(/^\d+\.\d$/)
})

test('a page that is older than the server is told to be read anew', async () => {
  expect((await look()).version).toMatchObject({ state: 'fine', facts: { node: process.versions.node } })
  expect((await look(owner, Date.now(), protocolVersion - 1)).version).toMatchObject({ state: 'warn', reason: 'page' })
})

test('a public address that nobody answers at fails its socket and its certificate', { timeout: 40_000 }, async () => {
  const port = await freePort()
  const other = await start({ PUBLIC_URL: `https://127.0.0.1:${port}` })
  const who = new TestClient(other)
  const started = await who.startSignUp({ setupToken: other.setupToken })
  await who.post('/auth/sign-up/finish', who.finishInput(started, await other.codeFor(who.email))).then(({ body }) => {
    who.adopt((body as { session: Parameters<TestClient['adopt']>[0] }).session)
  })
  expect(await look(who)).toMatchObject({
    address: { state: 'fine' },
    tls: { state: 'bad', reason: 'failed', facts: { error: 'ECONNREFUSED' } },
    socket: { state: 'bad', facts: { error: 'ECONNREFUSED' } },
  })
  await other.stop()
})

test('no answer holds a secret', async () => {
  const text = JSON.stringify(await look())
  for (const hidden of [secret, owner.session.accessToken]) expect(text).not.toContain(hidden)
  expect(server.logs.join('\n')).not.toContain(secret)
})

test('S6 only the desk runs it', async () => {
  const member = await new TestClient(server).signUp()
  expect(await member.ask('/admin/doctor', { body: { clock: 0 } })).toMatchObject({ code: 'FORBIDDEN' })
  expect(await member.ask('/admin/doctor/mail', { body: {} })).toMatchObject({ code: 'FORBIDDEN' })
})
