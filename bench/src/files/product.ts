import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { keepWorker } from '../../../e2e/src/harness/page-engine.ts'
import { callEngine } from './engine.ts'
import { freePort } from '../../../scripts/free-port.ts'

const root = resolve(import.meta.dirname, '../../..')
const email = 'anya@example.org'

/** The product as `npm start` runs it, with one person at a browser. */
export interface Product {
  url: string
  page: Page
  context: BrowserContext
  /** The folder of the browser's profile. */
  profile: string
  /** The process of the server. */
  pid: number
  /** What the browser says to the server for her. */
  token(): string
  remove(): Promise<void>
}

export async function startProduct(executablePath: string): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-bench-files-'))
  const [port, profile] = [await freePort(), join(folder, 'profile')]
  const url = `http://localhost:${port}`
  const server = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    cwd: root,
    env: { ...process.env, PORT: String(port), SOROKA_DATA: join(folder, 'data'), FILE_QUOTA: '100GiB' },
    stdio: 'ignore',
  })
  const remove = async () => {
    server.kill('SIGINT')
    if (server.exitCode === null) await once(server, 'exit')
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  try {
    await answers(url, () => server.exitCode === null)
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
    })
    await context.addInitScript(keepWorker)
    let token = ''
    context.on('request', (request) => {
      const said = request.headers()['authorization']
      if (said !== undefined) token = said.replace('Bearer ', '')
    })
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(url)
    // It comes after the first paint of the sign-in page.
    await page.waitForFunction(() => 'engineWorker' in window)
    await signUp(page, url)
    const close = async () => {
      await context.close()
      await remove()
    }
    return { url, page, context, profile, pid: server.pid ?? 0, token: () => token, remove: close }
  } catch (error) {
    await remove()
    throw error
  }
}

async function answers(url: string, lives: () => boolean): Promise<void> {
  const ready = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await ready())) {
    if (!lives()) throw new Error('the server did not start')
    await pause(100)
  }
}

async function signUp(page: Page, url: string): Promise<void> {
  const person = { name: 'Anya', email, password: 'four words of a bench', locale: 'en' }
  await callEngine(page, ['auth', 'signUp'], [person])
  const answer = await fetch(`${url}/dev/mail`, { headers: { accept: 'application/json' } })
  const mails = (await answer.json()) as { to: string; text: string }[]
  const code = mails.find(({ to }) => to === email)?.text.match(/\b\d{6}\b/)?.[0]
  await callEngine(page, ['auth', 'confirm'], [{ code }])
}
