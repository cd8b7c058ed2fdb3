import type { ChatId, UserId } from '@soroka/protocol'
import { chromium, type Page } from 'playwright-core'
import { PASSWORD, type Screen } from '../../../packages/client/test/people.ts'
import type { RestartableServer } from '../../../packages/client/test/server.ts'
import { table } from '../table.ts'
import { askEngine, keepWorker } from '../../../e2e/src/harness/page-engine.ts'
import { readTasks, watchTasks } from '../web/long-tasks.ts'
import { verdict } from './timed.ts'
import { writeAll, type Writer } from './writing.ts'

const EACH = 3
const ROUNDS = 3

interface Given {
  server: RestartableServer
  owner: Pick<Screen, 'email' | 'user'>
  writers: readonly Writer[]
  /** The large group, and who is sent away from it. */
  group: ChatId
  leavers: readonly UserId[]
}

/** The same in a real page: its engine in the worker, IndexedDB, and a screen that must not freeze meanwhile. */
export async function measureInBrowser(executablePath: string, given: Given): Promise<string> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
    await page.addInitScript(keepWorker)
    await signInAt(page, given)
    const rows = [...(await syncs(page, given)), ...(await removals(page, given))]
    const head = ['', 'seconds', 'longest task of the page, ms', 'target']
    return ['## In a real page', `Chromium ${browser.version()}.`, table(head, rows)].join('\n\n')
  } finally {
    await browser.close()
  }
}

type Row = [string, number, number, string]

async function signInAt(page: Page, { server, owner, writers }: Given): Promise<void> {
  await page.goto(server.url)
  await page.locator('input[type=email]').fill(owner.email)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('[role=listitem] a').first().waitFor({ timeout: 120_000 })
  const target = writers.reduce((sum, { log }) => sum + log.seq, 0)
  await page.evaluate(stored, { user: owner.user, rows: target, wake: false })
  await page.waitForTimeout(3000)
}

async function syncs(page: Page, { server, owner, writers }: Given): Promise<Row[]> {
  const rows: Row[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await server.stop()
    const texts = Array.from({ length: EACH }, (_, n) => `page ${round}, message ${n}`)
    await writeAll(server.database, writers, texts)
    await server.start()
    const target = writers.reduce((sum, { log }) => sum + log.seq, 0)
    await watchTasks(page)
    const seconds = await page.evaluate(stored, { user: owner.user, rows: target, wake: true })
    await page.waitForTimeout(1000)
    const name = `${writers.length} chats after a reconnect, to the last row on the disk, round ${round + 1}`
    rows.push([name, seconds, longest(await readTasks(page)), `1 s: ${verdict(seconds, 1)}`])
  }
  return rows
}

async function removals(page: Page, { group, leavers }: Given): Promise<Row[]> {
  const rows: Row[] = []
  for (const user of leavers) {
    await watchTasks(page)
    const { ms } = await askEngine(page, ['groups', 'remove'], [group, [user]])
    await page.waitForTimeout(1000)
    const target = `3 s: ${verdict(ms / 1000, 3)}`
    rows.push(['one member of the large group is removed', ms / 1000, longest(await readTasks(page)), target])
  }
  return rows
}

const longest = (tasks: number[]) => Math.round(Math.max(0, ...tasks))

/** Runs in the page. @returns seconds until so many rows of the log are on the disk, from the browser's word that the line is there */
async function stored({ user, rows, wake }: { user: string; rows: number; wake: boolean }): Promise<number> {
  const ask = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
    })
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const name = `soroka-${user}`
  while (!(await indexedDB.databases()).some((one) => one.name === name)) await pause(50)
  const db = await ask(indexedDB.open(name))
  const began = performance.now()
  if (wake) dispatchEvent(new Event('online'))
  while ((await ask(db.transaction('messages').objectStore('messages').count())) < rows) {
    if (performance.now() > began + 120_000) throw new Error('the rows did not come')
    await pause(15)
  }
  const seconds = (performance.now() - began) / 1000
  db.close()
  return seconds
}
