import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { serveSite } from '../web/site.ts'
import type { Photo } from './photo.ts'

async function bundle(entry: string, folder: string, format: 'es' | 'iife'): Promise<void> {
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    build: {
      outDir: folder,
      target: 'chrome120',
      lib: { entry: join(import.meta.dirname, entry), formats: [format], name: 'own', fileName: () => 'own.js' },
    },
  })
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-bench-page-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** A script of ours for a page that takes none from a stranger's hand: the debugger's protocol runs it. */
export function bundled(entry: string): Promise<string> {
  return inFolder(async (folder) => {
    await bundle(entry, folder, 'iife')
    return await readFile(join(folder, 'own.js'), 'utf8')
  })
}

/** Times of a photo of twelve million pixels, from the file to what is sent, in ms. */
export function measurePhoto(executablePath: string, rounds: number): Promise<Awaited<ReturnType<Photo['prepare']>>> {
  return inFolder(async (folder) => {
    await bundle('photo.ts', folder, 'es')
    const { url, server } = await serveSite(folder, {
      '/page': '<!doctype html><script type="module" src="/own.js"></script>',
    })
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    try {
      const page = await browser.newPage()
      await page.goto(`${url}/page`, { waitUntil: 'load' })
      return await page.evaluate((count) => (globalThis as unknown as { photo: Photo }).photo.prepare(count), rounds)
    } finally {
      await browser.close()
      server.close()
    }
  })
}
