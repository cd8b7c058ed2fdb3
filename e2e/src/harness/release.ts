import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const repository = path.resolve(import.meta.dirname, '../../..')

/**
 * The release after this one, built over a copy of it as an owner's update does: the files of both lie there.
 * @returns its folder, for WEB_APP; the caller removes it
 */
export async function nextRelease(name: string): Promise<string> {
  const web = path.join(repository, 'apps/web')
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-release-'))
  await cp(path.join(web, 'dist'), folder, { recursive: true })
  const vite = spawn(
    process.execPath,
    [path.join(repository, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', folder, '--logLevel', 'warn'],
    { cwd: web, env: { ...process.env, SOROKA_RELEASE: name }, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const [code] = (await once(vite, 'close')) as [number]
  if (code !== 0) throw new Error(`the next release does not build: ${code}`)
  return folder
}
