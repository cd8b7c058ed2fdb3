/** Digs each hole in turn and expects the named test file to fall into it; undug, all of them must pass. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutants } from './mutants.ts'

interface Outcome {
  readonly code: number | null
  readonly output: string
}

const config = fileURLToPath(new URL('vitest.config.ts', import.meta.url))
const source = fileURLToPath(new URL('../src/', import.meta.url))
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const lanes = 2

function runTests(name: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, MUTANT: name, NO_COLOR: '1' }
    const child = spawn(process.execPath, [vitest, 'run', '--config', config, '--bail', '1'], { env })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** What is wrong with a mutant (or, with no name, with the tests), or null. */
async function judge(name: string): Promise<string | null> {
  const mutant = mutants.find((one) => one.name === name)
  if (mutant !== undefined) {
    const text = await readFile(join(source, mutant.file), 'utf8')
    if (text.split(mutant.from).length !== 2) return 'no longer fits its file'
  }
  const { code, output } = await runTests(name)
  if (mutant === undefined) return code === 0 ? null : `the tests fail without a mutant\n${output}`
  if (!output.includes(`dug: ${name}`)) return `was not applied\n${output}`
  // Tests that could not even be read prove nothing: one must have run and failed.
  if (/Tests .*\d+ failed/.test(output)) return null
  return code === 0 ? 'survived' : `broke the tests instead of failing one\n${output}`
}

const wanted = process.argv.slice(2)
const names = ['', ...mutants.map(({ name }) => name)]
const queue = wanted.length === 0 ? names : names.filter((name) => wanted.some((word) => name.includes(word)))
const total = queue.length
let failed = 0

async function lane(): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const problem = await judge(name)
    if (problem !== null) failed++
    const title = name === '' ? '(no mutant)' : name
    console.log(problem === null ? `ok     ${title}` : `FAILED ${title}: ${problem}`)
  }
}

await Promise.all(Array.from({ length: lanes }, lane))
console.log(`${total - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
