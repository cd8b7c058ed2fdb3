import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { ensureWebBuilt } from '../web-build.ts'

interface Chunk {
  file: string
  src?: string
  isEntry?: boolean
  imports?: string[]
}
type Manifest = Record<string, Chunk>

const dist = path.resolve('apps/web/dist')

export interface Bundle {
  page: string
  /** Main-thread script before the first interaction, gz; of a worker, what it reads before it hears anything. */
  bytes: number
  limit: number
}

/** What a page needs beyond the entry is named by its modules; of the languages the larger one. */
const budgets: { page: string; modules: RegExp[]; limit: number }[] = [
  { page: 'sign-in', modules: [/AuthArea\.tsx$/, /i18n\/ru\/index\.ts$/], limit: 130_000 },
  {
    page: 'chat shell',
    modules: [/app\/Inside\.tsx$/, /i18n\/ru\/index\.ts$/, /i18n\/ru\/inside\.ts$/],
    limit: 220_000,
  },
]

/** Read anew for each push that wakes it. */
const worker = { page: 'service worker', file: 'sw.js', limit: 76_000 }

function collect(manifest: Manifest, key: string, files: Set<string>): void {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  for (const next of chunk.imports ?? []) collect(manifest, next, files)
}

const zipped = async (file: string) => gzipSync(await readFile(path.join(dist, file)), { level: 9 }).length

/** The script of each first screen in the built app, and the service worker's; other workers and what loads later do not count. */
export async function measureBundles(): Promise<Bundle[]> {
  await ensureWebBuilt(() => undefined)
  const manifest = JSON.parse(await readFile(path.join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
  const keys = Object.keys(manifest)
  const bundles: Bundle[] = []
  for (const { page, modules, limit } of budgets) {
    const files = new Set<string>()
    for (const key of keys) if (manifest[key]?.isEntry) collect(manifest, key, files)
    for (const module of modules) {
      const own = keys.find((key) => module.test(key))
      if (own === undefined) throw new Error(`${page}: no chunk for ${module.source}; did a file move?`)
      collect(manifest, own, files)
    }
    let bytes = 0
    for (const file of files) if (file.endsWith('.js')) bytes += await zipped(file)
    bundles.push({ page, bytes, limit })
  }
  const { page, file, limit } = worker
  return [...bundles, { page, bytes: await zipped(file), limit }]
}

/** The first screens and the service worker stay within their budgets. */
export async function checkBundleSize(): Promise<string[]> {
  const bundles = await measureBundles()
  for (const { page, bytes, limit } of bundles)
    console.log(`    ${page}: ${(bytes / 1000).toFixed(1)} of ${limit / 1000} KB gz`)
  return bundles
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ page, bytes, limit }) => `${page}: ${bytes} bytes gz, the limit is ${limit}`)
}
