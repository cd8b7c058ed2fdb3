import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const installLine = 'apt-get install -y --no-install-recommends chromium'

/** Path of the browser that the stories use, or undefined. CHROMIUM names another one. */
export function findChromium(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((at) => existsSync(at))
}

/** Finds Chromium or, where the user may, installs it. @returns what to run by hand when it is missing, else undefined */
export function ensureChromium(): string | undefined {
  if (findChromium()) return undefined
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (mayInstall) {
    console.log(`Installing Chromium: ${installLine}`)
    const quiet: SpawnSyncOptions = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }
    spawnSync('apt-get', ['update', '-qq'], quiet)
    spawnSync('apt-get', [...installLine.split(' ').slice(1), '-qq'], quiet)
  }
  return findChromium() ? undefined : installLine
}
