import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { findProgram } from './programs.ts'

const version = '4.32.5'
const folder = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'soroka')
const built = path.join(folder, `schemathesis-${version}`)

/** The file of the program that asks everything of an OpenAPI document: SCHEMATHESIS, or one that pip installed. */
export function findSchemathesis(): string | undefined {
  const named = findProgram({ package: '', names: [], variable: 'SCHEMATHESIS' })
  return [named, path.join(built, 'bin/schemathesis')].find((one) => one !== undefined && existsSync(one))
}

const run = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0

/** Installs it where it is not, once for all clones. @returns what to run by hand when that is not possible, else undefined */
export function ensureSchemathesis(): string | undefined {
  if (findSchemathesis() !== undefined) return undefined
  console.log(`Installing Schemathesis ${version} with pip, this happens once…`)
  mkdirSync(folder, { recursive: true })
  // One that was half made has no program in it, and is made again over it.
  const isMade =
    makeFolder() && run(path.join(built, 'bin/python'), '-m', 'pip', 'install', '--quiet', `schemathesis==${version}`)
  return isMade && findSchemathesis() !== undefined ? undefined : byHand
}

const byHand = `python3 -m venv ${built} && ${built}/bin/pip install schemathesis==${version}`

function makeFolder(): boolean {
  if (run('python3', '-m', 'venv', built)) return true
  if (process.getuid?.() !== 0) return false
  run('apt-get', 'update', '-qq')
  return (
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'python3-venv') &&
    run('python3', '-m', 'venv', built)
  )
}
