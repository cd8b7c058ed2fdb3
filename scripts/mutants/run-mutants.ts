import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Mutant, MutantSet } from './mutant.ts'

interface Outcome {
  readonly code: number | null
  readonly output: string
}

const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
/** More than cores: most of a run is waiting. */
const lanes = 3

function runTests(config: string, { name = '', only }: Partial<Mutant>): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, MUTANT: name, NO_COLOR: '1' }
    const chosen = only === undefined ? [] : ['--testNamePattern', only.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')]
    const child = spawn(process.execPath, [vitest, 'run', '--config', config, '--bail', '1', ...chosen], { env })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** What is wrong with a mutant (or, without one, with the tests), or null. */
async function judge(config: string, root: string, mutant: Mutant | undefined): Promise<string | null> {
  if (mutant !== undefined) {
    const text = await readFile(path.join(root, mutant.file), 'utf8')
    if (text.split(mutant.from).length !== 2) return 'no longer fits its file'
  }
  const { code, output } = await runTests(config, mutant ?? {})
  if (mutant === undefined) return code === 0 ? null : `the tests fail without a mutant\n${output}`
  if (!output.includes(`dug: ${mutant.name}`)) return `was not applied\n${output}`
  // Tests that could not even be read prove nothing: one must have run and failed.
  if (/Tests .*\d+ failed/.test(output)) return null
  return code === 0 ? 'survived' : `broke the tests instead of failing one\n${output}`
}

/**
 * Digs each hole in turn and expects a test to fall into it; undug, all of them must pass. Words on the command line
 * choose mutants by their names. Ends with `N passed, N failed`.
 * @param config path of the Vitest configuration that uses `dig` on the same set
 */
export async function runMutants(config: string, { root, mutants }: MutantSet): Promise<void> {
  const wanted = process.argv.slice(2)
  const all: (Mutant | undefined)[] = [undefined, ...mutants]
  const queue = all.filter((one) => wanted.length === 0 || wanted.some((word) => one?.name.includes(word)))
  const total = queue.length
  let failed = 0
  async function next(): Promise<void> {
    const mutant = queue.shift()
    const problem = await judge(config, root, mutant)
    if (problem !== null) failed++
    const title = mutant?.name ?? '(no mutant)'
    console.log(problem === null ? `ok     ${title}` : `FAILED ${title}: ${problem}`)
  }
  async function lane(): Promise<void> {
    while (queue.length > 0) await next()
  }
  // What must pass has the machine to itself.
  if (queue.length > 0 && queue[0] === undefined) await next()
  await Promise.all(Array.from({ length: lanes }, lane))
  console.log(`${total - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && total > 0 ? 0 : 1
}
