// A child of the runner: one Vitest that runs the tests of one mutant after the other.
import { fileURLToPath } from 'node:url'
import { createVitest, type TestModule } from 'vitest/node'
import type { Wish, Outcome } from './lane-talk.ts'

// Processes that a test starts have the same hole.
process.env['NODE_OPTIONS'] = `--import=${new URL('dig-in-process.ts', import.meta.url).href}`
const [config = ''] = process.argv.slice(2)
const vitest = await createVitest('test', { config, watch: false, reporters: [{}], bail: 1 })
await vitest.standalone()

function toRegExp(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
}

function problemsOf(module: TestModule): string[] {
  const tests = [...module.children.allTests('failed')]
  return [
    ...module.errors().map(({ message }) => `${module.relativeModuleId}: ${message}`),
    ...tests.map((test) => `${test.fullName}: ${test.result().errors?.[0]?.message ?? ''}`),
  ]
}

/** Tests and the processes that they start read it; none: the sources as they are. */
function setMutant({ name, hole }: Wish): void {
  process.env['MUTANT'] = name
  delete process.env['MUTANT_DUG']
  delete process.env['MUTANT_HOLE']
  if (hole !== undefined) process.env['MUTANT_HOLE'] = JSON.stringify(hole)
}

async function run(wish: Wish): Promise<Outcome> {
  const { name, hole, test, only } = wish
  setMutant(wish)
  const file = hole === undefined ? undefined : fileURLToPath(hole.url)
  if (file !== undefined) vitest.invalidateFile(file)
  if (only === undefined) vitest.resetGlobalTestNamePattern()
  else vitest.setGlobalTestNamePattern(toRegExp(only))
  const all = await vitest.globTestSpecifications()
  const chosen = test === undefined ? all : all.filter(({ moduleId }) => moduleId.endsWith(`/${test}`))
  const { testModules: known, unhandledErrors } = await vitest.runTestSpecifications(chosen, true)
  // Vitest keeps what earlier runs came to: a fall into the hole before would count for this one too.
  const testModules = known.filter((module) => chosen.some((one) => one.moduleId === module.moduleId))
  if (file !== undefined) vitest.invalidateFile(file)
  const tests = testModules.flatMap((module) => [...module.children.allTests()])
  return {
    dug: process.env['MUTANT_DUG'] === name,
    passed: tests.filter((one) => one.result().state === 'passed').length,
    failed: tests.filter((one) => one.result().state === 'failed').length,
    broken: unhandledErrors.length > 0 || testModules.some((module) => module.state() === 'failed'),
    problems: testModules.flatMap(problemsOf),
  }
}

process.on('message', (wish: Wish) => void run(wish).then((outcome) => process.send?.(outcome)))
process.once('disconnect', () => void vitest.close().then(() => process.exit()))
process.send?.('ready')
