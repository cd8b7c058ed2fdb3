import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** A program that tests run and npm doesn't bring. */
interface Program {
  /** What it is called in Debian. */
  readonly package: string
  /** Its files' names, the best first. */
  readonly names: readonly string[]
  /** The variable that names another file. */
  readonly variable: string
}

const installed: SpawnSyncOptions = {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
}

function installLine(program: Program): string {
  return `apt-get install -y --no-install-recommends ${program.package}`
}

/** Its path, or undefined. */
export function findProgram({ names, variable }: Program): string | undefined {
  const named = process.env[variable]
  if (named) return named
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((at) => existsSync(at))
}

/** Its path. Throws what to do when it is not there. */
export function needProgram(program: Program): string {
  const found = findProgram(program)
  if (found !== undefined) return found
  throw new Error(`no ${program.package}: ${installLine(program)}, or set ${program.variable} to its path`)
}

/** Finds the programs or, where the user may, installs them. @returns what to run by hand when one is missing, else undefined */
export function ensurePrograms(programs: readonly Program[]): string | undefined {
  const missing = programs.filter((program) => findProgram(program) === undefined)
  if (missing.length === 0) return undefined
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (mayInstall) {
    spawnSync('apt-get', ['update', '-qq'], installed)
    for (const program of missing) {
      console.log(`Installing: ${installLine(program)}`)
      spawnSync('apt-get', [...installLine(program).split(' ').slice(1), '-qq'], installed)
    }
  }
  const still = missing.filter((program) => findProgram(program) === undefined)
  return still.length === 0 ? undefined : still.map(installLine).join(' && ')
}

export const programs = {
  chromium: {
    package: 'chromium',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    variable: 'CHROMIUM',
  },
  /** Other engines than Chromium's. */
  firefox: { package: 'firefox-esr', names: ['firefox-esr', 'firefox'], variable: 'FIREFOX' },
  webkit: { package: 'webkit2gtk-driver', names: ['WebKitWebDriver'], variable: 'WEBKIT_DRIVER' },
  /** A screen that nobody sees, for the one of them that needs a screen. */
  xvfb: { package: 'xvfb', names: ['Xvfb'], variable: 'XVFB' },
  /** Reads the compose files. */
  compose: { package: 'docker-compose', names: ['docker-compose'], variable: 'DOCKER_COMPOSE' },
  /** The relay of calls. */
  coturn: { package: 'coturn', names: ['turnserver'], variable: 'TURNSERVER' },
  /** Serves the built web app of a deployment. */
  nginx: { package: 'nginx-light', names: ['nginx'], variable: 'NGINX' },
  /** Makes the relay's certificate. */
  openssl: { package: 'openssl', names: ['openssl'], variable: 'OPENSSL' },
  /** Reads the alerts and tries them. */
  promtool: { package: 'prometheus', names: ['promtool'], variable: 'PROMTOOL' },
  prometheus: { package: 'prometheus', names: ['prometheus'], variable: 'PROMETHEUS' },
  /** Reads who is told of them. */
  amtool: { package: 'prometheus-alertmanager', names: ['amtool'], variable: 'AMTOOL' },
  /** Gives a process another time of day. */
  faketime: { package: 'faketime', names: ['faketime'], variable: 'FAKETIME_PROGRAM' },
  /** What several nodes share. */
  redis: { package: 'redis-server', names: ['redis-server', 'valkey-server'], variable: 'REDIS_SERVER' },
} satisfies Record<string, Program>
