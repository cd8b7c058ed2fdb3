import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { glob, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const web = path.join(root, 'apps/web')
const stamp = path.join(web, 'dist/.built')

const sources = [
  'apps/web/{src,public,build}/**/*',
  'apps/web/{index.html,vite.config.ts,postcss.config.mjs,package.json}',
  'packages/*/src/**/*.ts',
  'package-lock.json',
]

/** One hash over names and contents of all that goes into the bundle. About 40 ms. */
async function hashSources(): Promise<string> {
  const files: string[] = []
  for await (const entry of glob(sources, { cwd: root, withFileTypes: true }))
    if (entry.isFile() && !entry.name.includes('.test.')) files.push(path.join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const file of files.sort())
    hash
      .update(path.relative(root, file))
      .update('\0')
      .update(await readFile(file))
  return hash.digest('hex')
}

/** Builds the web app when its sources changed since the last build; else returns at once. */
export async function ensureWebBuilt(say: (line: string) => void): Promise<void> {
  const wanted = await hashSources()
  const built = existsSync(stamp) ? await readFile(stamp, 'utf8') : ''
  if (built === wanted) return
  say('Building the web app, this happens once…')
  // A process of its own: what its plugins print stays quiet, and what it takes of memory is given back.
  const vite = spawn(
    process.execPath,
    [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: web,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let complaint = ''
  vite.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const [code] = await once(vite, 'close')
  if (code !== 0) throw new Error(`The web app does not build:\n${complaint}`)
  await writeFile(stamp, wanted)
}
