import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { needProgram, programs } from '../../../scripts/programs.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { writeResult } from '../results.ts'
import { table } from '../table.ts'
import { measureDevice } from './device/run.ts'
import { quietest, type Scrolled, scrollUp, showBlank } from './frames.ts'
import { openChat } from './opening.ts'
import { serveSite } from './site.ts'

const rounds = 3

/** The screens on an engine that lives in memory, so that only the main thread's own work is measured. */
async function buildScreens(): Promise<string> {
  const { build } = await import('vite')
  const web = resolve(import.meta.dirname, '../../../apps/web')
  const folder = await mkdtemp(join(tmpdir(), 'soroka-bench-web-'))
  await build({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    mode: 'fake',
    logLevel: 'error',
    build: { outDir: folder },
  })
  return folder
}

/** Figures of the client: a chat of 10,000 messages opened and scrolled, beside a blank list in the same browser. */
export async function runWeb(): Promise<void> {
  const executablePath = needProgram(programs.chromium)
  const folder = await buildScreens()
  const { url, server } = await serveSite(folder)
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
  try {
    const rows: [string, number, number, number, number, string][] = []
    for (const throttle of [1, 4]) {
      const opened: Awaited<ReturnType<typeof openChat>>[] = []
      const scrolled: { feed: Scrolled; blank: Scrolled }[] = []
      for (let round = 0; round < rounds; round++) {
        const page = await freshPage(url, throttle)
        opened.push(await openChat(page))
        const feed = await scrollUp(page)
        await showBlank(page)
        scrolled.push({ feed, blank: await scrollUp(page) })
        await page.context().close()
      }
      const tasks = Math.max(...opened.map((one) => one.longestTaskMs))
      const { feed, blank } = quietest(scrolled)
      rows.push([
        `${throttle}×`,
        median(opened.map((one) => one.shownMs)),
        feed.latePercent,
        blank.latePercent,
        feed.latePercent - blank.latePercent,
        tasks === 0 ? 'none' : `${Math.round(tasks)} ms`,
      ])
    }
    const head = [
      'CPU slowed',
      'tap to last message, ms',
      'late frames, %',
      'blank list, %',
      'above it, points',
      'tasks over 50 ms',
    ]
    const machine = machineLine(await measureMachine())
    const device = await measureDevice(executablePath)
    const screens = `## The screens alone\n\nA chat of 10,000 messages in Chromium ${browser.version()} at 390×844, no GPU, ${rounds} rounds (median of openings, the quietest of scrolls, longest task of all).\nWanted at 1×: no task over 50 ms, late frames at most 2 points above the blank list.\n\n${table(head, rows)}`
    const text = `${['# Client', machine, device, screens].join('\n\n')}\n`
    console.log(text)
    await writeResult('web.md', text)
  } finally {
    await browser.close()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }

  async function freshPage(address: string, throttle: number): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: 'en-US',
    })
    const page = await context.newPage()
    await page.goto(`${address}/?scene=long`)
    await page.locator('[role=listitem] a').first().waitFor()
    await page.waitForTimeout(800)
    const protocol = await context.newCDPSession(page)
    await protocol.send('Emulation.setCPUThrottlingRate', { rate: throttle })
    return page
  }
}
