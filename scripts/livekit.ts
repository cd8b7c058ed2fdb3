import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { homedir, setPriority } from 'node:os'
import path from 'node:path'
import { findProgram } from './programs.ts'

const version = '1.13.5'
/** Newer ones don't build from the module proxy. */
const source = `github.com/livekit/livekit-server/cmd/server@v${version}`
const folder = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'soroka')
const built = path.join(folder, `livekit-server-${version}`)

const isThat = (file: string): boolean => spawnSync(file, ['--version']).stdout?.toString().includes(version) ?? false

/** The file of the server that passes on the media of groups: LIVEKIT_SERVER, an installed one, one that Go built. */
export function findLiveKit(): string | undefined {
  const named = findProgram({ package: 'livekit-server', names: ['livekit-server'], variable: 'LIVEKIT_SERVER' })
  const candidates = [named, built, path.join(homedir(), 'go/bin/server')]
  return candidates.find((one) => one !== undefined && existsSync(one) && isThat(one))
}

/** Builds it where Go is and it is not, once for all clones, in nobody's way. Without Go, tests that need it are skipped. */
export async function ensureLiveKit(): Promise<void> {
  if (findLiveKit() !== undefined || spawnSync('go', ['version']).status !== 0) return
  console.log(`Building LiveKit ${version} with Go, this happens once…`)
  const bin = path.join(folder, `go-${process.pid}`)
  mkdirSync(bin, { recursive: true })
  const child = spawn('go', ['install', source], {
    env: { ...process.env, GOBIN: bin },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  if (child.pid !== undefined) setPriority(child.pid, 10)
  const [status] = (await once(child, 'exit')) as [number | null]
  if (status === 0) renameSync(path.join(bin, 'server'), built)
}
