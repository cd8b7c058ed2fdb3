import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { smtpCourier } from './smtp.ts'
import { writeMail } from './templates.ts'

const mail = { to: 'anna@example.org', subject: 'Тема', text: 'text', html: '<p>text</p>' }

describe('SMTP', () => {
  /** A real SMTP server that keeps what it gets; its certificate is one that nobody vouches for. */
  async function postOffice(options: { startTls: boolean; failures?: number }) {
    const got: { text: string; secure: boolean; user: string | undefined; to: string[] }[] = []
    let failures = options.failures ?? 0
    const office = new SMTPServer({
      disabledCommands: options.startTls ? [] : ['STARTTLS'],
      authOptional: true,
      onAuth: (auth, _, done) =>
        auth.password === 'pass word' ? done(null, { user: auth.username }) : done(new Error('no')),
      onData: (stream, session, done) => {
        let text = ''
        stream.on('data', (part: Buffer) => (text += part.toString()))
        stream.on('end', () => {
          if (failures-- > 0) return done(Object.assign(new Error('try later'), { responseCode: 451 }))
          got.push({
            text,
            secure: session.secure,
            user: session.user,
            to: session.envelope.rcptTo.map((one) => one.address),
          })
          done()
        })
      },
    })
    office.on('error', () => undefined)
    await new Promise<void>((done) => office.listen(0, '127.0.0.1', done))
    const { port } = office.server.address() as AddressInfo
    return { got, port, close: () => new Promise<void>((done) => office.close(() => done())) }
  }

  test('rises to TLS before it says who it is, and sends text and HTML', async () => {
    const office = await postOffice({ startTls: true })
    const courier = smtpCourier(
      `smtp://soroka:pass%20word@127.0.0.1:${office.port}?requireTLS=true&tls.rejectUnauthorized=false`,
      'Soroka <soroka@example.org>',
    )
    await courier.send(mail, false)
    expect(office.got).toMatchObject([{ secure: true, user: 'soroka', to: ['anna@example.org'] }])
    expect(office.got[0]?.text).toMatch(/From: Soroka <soroka@example.org>[\s\S]*multipart\/alternative/)
    courier.close()
    await office.close()
  })

  test('refuses a certificate that nobody vouches for, and a server without TLS', async () => {
    const office = await postOffice({ startTls: true })
    const strict = smtpCourier(`smtp://127.0.0.1:${office.port}?requireTLS=true`, 'a@b.co')
    await expect(strict.send(mail, false)).rejects.toThrow()
    const plain = await postOffice({ startTls: false })
    const wants = smtpCourier(`smtp://127.0.0.1:${plain.port}?requireTLS=true`, 'a@b.co')
    await expect(wants.send(mail, false)).rejects.toThrow()
    expect([office.got, plain.got]).toEqual([[], []])
    await Promise.all([office.close(), plain.close()])
  })

  test('carries the code of a whole sign-up, and nothing stays in the local mailbox', async () => {
    const office = await postOffice({ startTls: true, failures: 1 })
    const server = await startTestServer({
      env: { SMTP_URL: `smtp://127.0.0.1:${office.port}?tls.rejectUnauthorized=false` },
    })
    const who = new TestClient(server)
    const started = await who.startSignUp()
    for (let tries = 0; tries < 500 && office.got.length === 0; tries++)
      await new Promise((done) => setTimeout(done, 20))
    const code = /^\s*(\d{6})\s*$/m.exec(office.got[0]?.text ?? '')?.[1] ?? ''
    expect(await who.post('/auth/sign-up/finish', who.finishInput(started, code))).toMatchObject({ status: 200 })
    expect(await server.database.sql`select * from mails`).toEqual([])
    expect(server.printed).toEqual([])
    expect(await ask(`${server.url}/dev/mail`)).toMatchObject({ status: 404 })
    await server.stop()
    await office.close()
  })
})

describe('R18 S22 the local mailbox', () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer()
    await new TestClient(server).signUp()
  })
  afterAll(() => server.stop())

  test('shows itself as a page, or as JSON, and the terminal shows the code', async () => {
    const page = await ask<string>(`${server.url}/dev/mail`)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.body).toMatch(/\d{6} is your Soroka code/)
    const json = await ask<{ subject: string }[]>(`${server.url}/dev/mail`, { headers: { accept: 'application/json' } })
    expect(json.body[0]?.subject).toMatch(/^\d{6} is your Soroka code$/)
    expect(server.printed[0]).toMatch(/^Mail to \S+@example.org: \d{6} is your Soroka code$/)
  })

  test.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-host', 'localhost'],
    ['x-forwarded-proto', 'https'],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['host', 'evil.example'],
    ['host', 'localhost.evil.example:8080'],
    ['host', '127.0.0.1.nip.io'],
  ])('does not exist with %s: %s', async (name, value) => {
    const { request } = await import('node:http')
    const status = await new Promise<number | undefined>((done, fail) => {
      request({ port: server.port, host: '127.0.0.1', path: '/dev/mail', headers: { [name]: value } }, (answer) => {
        answer.resume()
        done(answer.statusCode)
      })
        .on('error', fail)
        .end()
    })
    expect(status).toBe(404)
  })

  test('does not exist for a proxy that adds no header, as nginx is without settings', async () => {
    const wire = connect(server.port, '127.0.0.1')
    wire.write(`GET /dev/mail HTTP/1.0\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`)
    expect(await text(wire)).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('a sign-up through a proxy prints no code', async () => {
    const who = new TestClient(server)
    const before = server.printed.length
    await who.startSignUp({}, { headers: { 'x-forwarded-for': '203.0.113.9' } })
    await server.codeFor(who.email)
    expect(server.printed).toHaveLength(before)
  })

  test.each<Record<string, string>>([{ PUBLIC_URL: 'https://chat.example.org' }, { HOST: '0.0.0.0' }])(
    'does not exist with %o, and there codes are not printed',
    async (env) => {
      const open = await startTestServer({ env })
      expect(await ask(`${open.url}/dev/mail`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
      const who = new TestClient(open)
      await who.startSignUp({ setupToken: open.setupToken })
      await open.codeFor(who.email)
      expect(open.printed).toEqual([])
      await open.stop()
    },
  )
})

describe('S22 the first account of a server that others can reach', () => {
  test('needs the set-up token, which starts shows once, and only the first needs it', async () => {
    const server = await startTestServer({ env: { PUBLIC_URL: 'https://chat.example.org' } })
    const who = new TestClient(server)
    expect(server.setupToken).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    for (const setupToken of [undefined, '', 'wrong', server.setupToken?.slice(0, -1)])
      expect((await who.startSignUp({ setupToken })).answer).toMatchObject({ status: 403, code: 'SETUP_TOKEN_NEEDED' })
    const started = await who.startSignUp({ setupToken: server.setupToken?.toUpperCase() })
    const finished = await who.post<{ session: never }>(
      '/auth/sign-up/finish',
      who.finishInput(started, await server.codeFor(who.email)),
    )
    who.adopt(finished.body.session)
    expect((await who.ask('/account')).body).toMatchObject({ role: 'owner' })
    const next = await new TestClient(server).signUp()
    expect((await next.ask('/account')).body).toMatchObject({ role: 'member' })
    await server.stop()
  })

  test('at this machine needs none, but through a proxy it does, and the terminal shows it', async () => {
    const server = await startTestServer()
    const who = new TestClient(server)
    const proxied = { headers: { 'x-forwarded-for': '203.0.113.9' } }
    expect((await who.startSignUp({}, proxied)).answer).toMatchObject({ code: 'SETUP_TOKEN_NEEDED' })
    expect((await who.startSignUp({}, proxied)).answer).toMatchObject({ code: 'SETUP_TOKEN_NEEDED' })
    expect(server.printed.filter((line) => line.includes('set-up token'))).toHaveLength(1)
    await server.stop()
  })

  test('of several that are confirmed at the same moment one is the owner', async () => {
    const server = await startTestServer()
    const people = Array.from({ length: 8 }, () => new TestClient(server))
    const inputs = await Promise.all(
      people.map(async (who) => who.finishInput(await who.startSignUp(), await server.codeFor(who.email))),
    )
    await Promise.all(people.map((who, at) => who.post('/auth/sign-up/finish', inputs[at])))
    const roles = await server.database.sql<{ role: string }[]>`select role from users order by role`
    expect(roles.map((row) => row.role)).toEqual([...Array<string>(7).fill('member'), 'owner'])
    await server.stop()
  })

  test('SIGN_UP=closed lets the first in and nobody after', async () => {
    const server = await startTestServer({ env: { SIGN_UP: 'closed' } })
    await new TestClient(server).signUp()
    expect((await new TestClient(server).startSignUp()).answer).toMatchObject({ status: 403, code: 'SIGN_UP_CLOSED' })
    await server.stop()
  })
})

test.each([
  'sign_up_code',
  'account_exists',
  'recovery_code',
  'no_account',
  'old_address_code',
  'new_address_code',
] as const)('the mail %s is whole in both languages', (kind) => {
  for (const locale of ['ru', 'en'] as const) {
    const written = writeMail({ kind, to: 'a@b.co', locale, code: '012345', print: false })
    const hasCode = kind.endsWith('_code')
    for (const text of [written.subject, written.text]) {
      expect(text.includes('012345')).toBe(hasCode)
      expect(text).not.toMatch(/undefined|\{code\}/)
      expect(/[а-яё]/i.test(text)).toBe(locale === 'ru')
    }
    expect(written.html.includes('012 345')).toBe(hasCode)
  }
})
