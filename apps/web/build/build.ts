/**
 * Builds the app into dist/ without a moment in which dist/ is incomplete, keeps the hashed files of the two releases before
 * (an open tab still asks for them after an update), and writes .br and .gz beside every text file.
 */
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { compressAll } from './compress.ts'
import { listFiles } from './list-files.ts'

/** One build: the hashed files that its page may ask for. Newest first in dist/.releases.json. */
interface Release {
  id: string
  builtAt: string
  files: string[]
}

const keptReleases = 3
const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const next = join(root, 'dist.next')

async function readReleases(): Promise<Release[]> {
  try {
    return JSON.parse(await readFile(join(dist, '.releases.json'), 'utf8')) as Release[]
  } catch {
    return []
  }
}

async function carryOver(releases: Release[], have: Set<string>): Promise<void> {
  for (const file of releases.flatMap((release) => release.files)) {
    if (have.has(file)) continue
    await mkdir(dirname(join(next, file)), { recursive: true })
    // A file that somebody removed by hand is simply not kept any longer.
    for (const end of ['', '.br', '.gz']) await cp(join(dist, file + end), join(next, file + end)).catch(() => undefined)
  }
}

await rm(next, { recursive: true, force: true })
await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { outDir: next, emptyOutDir: true } })
await compressAll(next)

const files = (await listFiles(join(next, 'assets'))).filter((file) => !/\.(br|gz)$/.test(file)).map((file) => `assets/${file}`)
const id = createHash('sha256').update(files.toSorted().join()).digest('hex').slice(0, 12)
const older = (await readReleases()).filter((release) => release.id !== id).slice(0, keptReleases - 1)
await carryOver(older, new Set(files))
const releases: Release[] = [{ id, builtAt: new Date().toISOString(), files }, ...older]
await writeFile(join(next, '.releases.json'), JSON.stringify(releases, null, 1))

await rm(`${dist}.old`, { recursive: true, force: true })
await rename(dist, `${dist}.old`).catch(() => undefined)
await rename(next, dist)
await rm(`${dist}.old`, { recursive: true, force: true })
