import { startVitest } from 'vitest/node'
import path from 'node:path'

/** Runs the stories and ends with the line that the test command adds up. */
const vitest = await startVitest('test', [], {
  config: path.join(import.meta.dirname, '../vitest.config.ts'),
  watch: false,
})
let passed = 0
let failed = 0
for (const module of vitest.state.getTestModules()) {
  if (module.errors().length > 0) failed++
  for (const test of module.children.allTests()) {
    if (test.result().state === 'passed') passed++
    else failed++
  }
}
await vitest.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
