import { existsSync } from 'node:fs'
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

/** Main-thread script before the first interaction, in bytes gz; what a page needs beyond the entry is named by a module. */
const budgets: { page: string; modules: RegExp; limit: number }[] = [
  { page: 'sign-in', modules: /AuthArea\.tsx$/, limit: 130_000 },
  { page: 'chat shell', modules: /app\/Inside\.tsx$/, limit: 220_000 },
]

function collect(manifest: Manifest, key: string, files: Set<string>): void {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  for (const next of chunk.imports ?? []) collect(manifest, next, files)
}

/** The first screens stay within their budgets; workers and what loads later do not count. */
export async function checkBundleSize(): Promise<string[]> {
  await ensureWebBuilt(() => undefined)
  const at = path.join(dist, '.vite/manifest.json')
  if (!existsSync(at)) return ['the build wrote no manifest']
  const manifest = JSON.parse(await readFile(at, 'utf8')) as Manifest
  const complaints: string[] = []
  for (const { page, modules, limit } of budgets) {
    const own = Object.keys(manifest).filter((key) => modules.test(key))
    if (own.length === 0) complaints.push(`${page}: no chunk of its own; did a file move?`)
    const files = new Set<string>()
    for (const key of Object.keys(manifest)) if (manifest[key]?.isEntry) collect(manifest, key, files)
    for (const key of own) collect(manifest, key, files)
    let bytes = 0
    for (const file of files)
      if (file.endsWith('.js')) bytes += gzipSync(await readFile(path.join(dist, file)), { level: 9 }).length
    console.log(`    ${page}: ${(bytes / 1000).toFixed(1)} of ${limit / 1000} KB gz`)
    if (bytes > limit) complaints.push(`${page}: ${bytes} bytes gz, the limit is ${limit}`)
  }
  return complaints
}
