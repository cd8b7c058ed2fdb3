import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOnline, messages, openScreen, PASSWORD, type Screen, shows, until } from './people.ts'
import { freePort } from '../../../scripts/free-port.ts'

const main = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url))
let folder: string
let port: number
let child: ChildProcess

async function start(): Promise<void> {
  const env = {
    ...process.env,
    NEWCOMER_DAYS: '0',
    HOST: '127.0.0.1',
    PORT: `${port}`,
    SOROKA_DATA: folder,
    LOG_LEVEL: 'silent',
  }
  child = spawn(process.execPath, [main], { env, stdio: 'ignore' })
  await until(async () => (await fetch(`${url()}/healthz`).catch(() => null))?.ok, 30_000)
}

const url = () => `http://127.0.0.1:${port}`

async function signUp(name: string): Promise<Screen> {
  const screen = await openScreen({ url: url() })
  const email = `${name}@example.org`
  await screen.client.auth.signUp({ name, email, password: PASSWORD, locale: 'en' })
  const code = await until(async () => {
    const mails = await (await fetch(`${url()}/dev/mail`, { headers: { accept: 'application/json' } })).text()
    return new RegExp(`${email}[^]*?\\b(\\d{6})\\b`).exec(mails)?.[1]
  })
  const { session } = await screen.client.auth.confirm({ code })
  return { ...screen, user: session.user }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soroka-kill-'))
  port = await freePort()
  await start()
}, 60_000)
afterAll(async () => {
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  await rm(folder, { recursive: true, force: true })
}, 20_000)

test('G1 G2 G3 kill -9 of the server in the middle of sending: every message is there once, in order, for both', async () => {
  const [anna, boris] = [await signUp('anna'), await signUp('boris')]
  await Promise.all([isOnline(anna), isOnline(boris)])
  const { id } = await anna.client.chats.openDirect(boris.user)
  const said: string[] = []
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 30; i++) {
      await anna.client.messages.send(id, `${round}.${i}`)
      said.push(`${round}.${i}`)
      if (i === 14) {
        child.kill('SIGKILL')
        await new Promise((resolve) => child.once('exit', resolve))
        await start()
      }
    }
  }
  await shows(anna, id, said, 30_000)
  await shows(boris, id, said, 30_000)
  expect((await messages(boris, id)).map(({ seq }) => seq)).toEqual(said.map((_, i) => i + 1))
  await anna.client.close()
  await boris.client.close()
}, 120_000)
