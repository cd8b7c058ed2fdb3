import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ensureWebBuilt } from '../web-build.ts'

const dist = path.resolve('apps/web/dist')

/**
 * What a worker starts with is imported by nothing: WebKit runs such a script a second time, and there were two engines in
 * one tab, each with a half of what was said.
 */
export async function checkWorkerEntries(): Promise<string[]> {
  await ensureWebBuilt(() => undefined)
  const releases = JSON.parse(readFileSync(path.join(dist, '.releases.json'), 'utf8')) as { files: string[] }[]
  const scripts = (releases[0]?.files ?? []).filter((file) => file.endsWith('.js'))
  const entries = scripts.filter((file) => /\.worker-/.test(file)).map((file) => path.basename(file))
  if (!entries.some((entry) => entry.startsWith('engine.'))) return ['no worker of the engine was built']
  return scripts.flatMap((file) => {
    const code = readFileSync(path.join(dist, file), 'utf8')
    return entries
      .filter((entry) => code.includes(`from"./${entry}"`) || code.includes(`import"./${entry}"`))
      .map((entry) => `${file} imports ${entry}, which a worker starts with`)
  })
}
