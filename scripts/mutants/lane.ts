// A child of the runner: one Vitest that runs the tests of one mutant after the other.
import { createVitest, type TestModule } from 'vitest/node'
import type { Wish, Outcome } from './lane-talk.ts'

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

async function run({ name, file, test, only }: Wish): Promise<Outcome> {
  process.env['MUTANT'] = name
  delete process.env['MUTANT_DUG']
  if (file !== undefined) vitest.invalidateFile(file)
  if (only === undefined) vitest.resetGlobalTestNamePattern()
  else vitest.setGlobalTestNamePattern(toRegExp(only))
  const all = await vitest.globTestSpecifications()
  const chosen = test === undefined ? all : all.filter(({ moduleId }) => moduleId.endsWith(`/${test}`))
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(chosen, true)
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
