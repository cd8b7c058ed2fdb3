import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
let folder: string
const all: Started[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'soroka-main-'))
  // As root, Postgres runs as another user, who must get through.
  chmodSync(folder, 0o711)
})
afterAll(async () => {
  for (const { child, exited } of all) {
    child.kill('SIGTERM')
    await exited
  }
  rmSync(folder, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  readonly exited: Promise<number | null>
}

function start(env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], SOROKA_DATA: join(folder, 'data'), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (err += part.toString()))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const started = { child, out: () => out, err: () => err, exited }
  all.push(started)
  return started
}

async function address(server: Started): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const found = /^Soroka is at (\S+)$/m.exec(server.out())?.[1]
    if (found !== undefined) return found
    if (server.child.exitCode !== null) throw new Error(server.err())
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`no address: ${server.out()} ${server.err()}`)
}

test('starts with one line, is stopped within 5 s by SIGINT and SIGTERM, the database too, and starts again on the same data', async () => {
  let secrets = ''
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const server = start()
    const url = await address(server)
    expect(url).toMatch(/^http:\/\/localhost:\d+$/)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const again = readFileSync(join(folder, 'data/secrets.json'), 'utf8')
    expect(secrets === '' || secrets === again).toBe(true)
    secrets = again
    expect((statSync(join(folder, 'data/secrets.json')).mode & 0o777).toString(8)).toBe('600')
    const begun = Date.now()
    server.child.kill(signal)
    expect(await server.exited).toBe(0)
    expect(Date.now() - begun).toBeLessThan(5000)
    expect(existsSync(join(folder, 'data/pg/18/postmaster.pid'))).toBe(false)
    expect(server.out().trim().split('\n')).toHaveLength(1)
    expect(server.err()).toBe('')
  }
}, 60_000)

test('a second process on the folder, a taken port and a wrong variable are each told in one line', async () => {
  const server = start()
  const { port } = new URL(await address(server))
  for (const [env, text] of [
    [{}, 'in use'],
    [{ PORT: 'x' }, 'PORT is a number'],
    [{ SOROKA_DATA: join(folder, 'other'), PORT: port }, 'port is taken'],
  ] as const) {
    const second = start({ ...env })
    expect(await second.exited).toBe(1)
    expect(second.err()).toContain(text)
    expect(second.err().trim().split('\n'), second.err()).toHaveLength(1)
  }
  server.child.kill('SIGINT')
  expect(await server.exited).toBe(0)
}, 60_000)

test('after kill -9 it starts again on the same folder', async () => {
  const first = start()
  await address(first)
  first.child.kill('SIGKILL')
  await first.exited
  const second = start()
  expect((await fetch(`${await address(second)}/readyz`)).status).toBe(200)
  second.child.kill('SIGTERM')
  expect(await second.exited).toBe(0)
}, 60_000)

test('S22 with a public HOST the set-up token and the lack of SMTP are told', async () => {
  const server = start({ HOST: '0.0.0.0' })
  await address(server)
  for (let tries = 0; tries < 100 && !server.out().includes('SMTP_URL'); tries++)
    await new Promise((done) => setTimeout(done, 20))
  expect(server.out()).toMatch(/set-up token: [a-z2-9-]{23}\n/)
  expect(server.out()).toContain('SMTP_URL is not set')
  server.child.kill('SIGTERM')
  expect(await server.exited).toBe(0)
}, 60_000)
