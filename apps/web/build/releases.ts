import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { compressAll } from './compress.ts'
import { listFiles } from './list-files.ts'

/** One build: the hashed files that its page may ask for. Newest first in dist/.releases.json. */
interface Release {
  id: string
  builtAt: string
  files: string[]
}

const keptReleases = 3

const hashed = (bundle: object) => Object.keys(bundle).filter((file) => file.startsWith('assets/'))

async function readReleases(folder: string): Promise<Release[]> {
  try {
    return JSON.parse(await readFile(join(folder, '.releases.json'), 'utf8')) as Release[]
  } catch {
    return []
  }
}

/**
 * Builds over the last build instead of emptying the folder: the hashed files of the two releases before stay, because an
 * open tab still asks for them after an update. Then writes .br and .gz beside every text file.
 */
export function releases(): { plugin: Plugin; beside: Plugin; isCurrent(url: string): boolean } {
  let folder = ''
  let current: string[] = []
  const plugin: Plugin = {
    name: 'soroka-releases',
    apply: 'build',
    enforce: 'post',
    config: () => ({ build: { emptyOutDir: false } }),
    configResolved(config) {
      folder = join(config.root, config.build.outDir)
      if (config.build.outDir.startsWith('/')) folder = config.build.outDir
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        current = hashed(bundle)
      },
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        // A build that failed wrote nothing, and has said why.
        if (current.length === 0) return
        const id = createHash('sha256').update(current.toSorted().join()).digest('hex').slice(0, 12)
        const older = (await readReleases(folder)).filter((release) => release.id !== id).slice(0, keptReleases - 1)
        const kept: Release[] = [{ id, builtAt: new Date().toISOString(), files: current }, ...older]
        const wanted = new Set(kept.flatMap((release) => release.files))
        for (const file of await listFiles(join(folder, 'assets'))) {
          if (!wanted.has(`assets/${file.replace(/\.(br|gz)$/, '')}`)) await rm(join(folder, 'assets', file))
        }
        await compressAll(folder)
        await writeFile(join(folder, '.releases.json'), `${JSON.stringify(kept, null, 1)}\n`)
      },
    },
  }
  /** For a build of its own that adds to this release: the service worker's. */
  const beside: Plugin = {
    name: 'soroka-releases-beside',
    generateBundle: {
      order: 'post',
      handler: (_options, bundle) => {
        current = [...current, ...hashed(bundle)]
      },
    },
  }
  return { plugin, beside, isCurrent: (url) => !url.startsWith('assets/') || current.includes(url) }
}
