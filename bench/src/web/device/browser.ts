import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { serveSite } from '../site.ts'
import { keepWorker } from '../../../../e2e/src/harness/page-engine.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** A browser with an account of 100,000 messages in its profile, and the product's own site without a server behind it. */
export interface Device {
  url: string
  /** The folder of its profile. */
  profile: string
  /** A page of a browser that was just started. */
  start(): Promise<{ context: BrowserContext; page: Page }>
  /** From now on nothing answers but what the device has. */
  cutOff(): void
  remove(): Promise<void>
}

async function buildSite(folder: string): Promise<void> {
  const { build } = await import('vite')
  const web = resolve(import.meta.dirname, '../../../../apps/web')
  const shared = { logLevel: 'error', configFile: join(web, 'vite.config.ts') } as const
  await build({ ...shared, root: web, build: { outDir: folder, emptyOutDir: true } })
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    build: {
      outDir: join(folder, 'fill'),
      target: 'chrome120',
      lib: { entry: join(import.meta.dirname, 'fill.ts'), formats: ['es'], fileName: () => 'fill.js' },
    },
  })
}

export async function makeDevice(executablePath: string): Promise<Device> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-bench-device-'))
  const [site, profile] = [join(folder, 'site'), join(folder, 'profile')]
  await buildSite(site)
  const { url, server } = await serveSite(site, {
    '/fill': '<!doctype html><script type="module" src="/fill/fill.js"></script>',
  })
  const start = async () => {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: flags,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: 'en-US',
    })
    await context.addInitScript(keepWorker)
    return { context, page: context.pages()[0] ?? (await context.newPage()) }
  }
  const { context, page } = await start()
  await page.goto(`${url}/fill`)
  await page.evaluate(() => (window as unknown as { filling: Promise<void> }).filling)
  await context.close()
  const cutOff = () => {
    server.closeAllConnections()
    server.close()
  }
  const remove = async () => {
    cutOff()
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  return { url, profile, start, cutOff, remove }
}

/** The app at its list, in a browser that was just started. */
export async function opened(device: Device) {
  const { context, page } = await device.start()
  const began = performance.now()
  await page.goto(device.url)
  await page.locator('[role=listitem] a').first().waitFor()
  return { context, page, ms: performance.now() - began }
}
