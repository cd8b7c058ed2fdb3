import type { Reporter, TestModule } from 'vitest/node'

type Problem = { readonly message: string; readonly stack?: string | undefined }

/**
 * Ends a Vitest run with a line for each failure and the one line that `npm test` adds up. A file that could not be
 * loaded counts as failed, and so does what was thrown outside every test.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly Problem[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    const fail = (what: string, problems: readonly Problem[] = []): void => {
      count.failed++
      console.log(`FAILED ${what}: ${problems.map(({ message, stack }) => oneLine(stack ?? message)).join('; ')}`)
    }
    for (const error of errors) fail('outside the tests', [error])
    for (const module of modules) {
      if (module.errors().length > 0) fail(module.relativeModuleId, module.errors())
      for (const test of module.children.allTests()) {
        const { state, errors: thrown } = test.result()
        if (state === 'passed') count.passed++
        else if (state === 'failed') fail(`${module.relativeModuleId} › ${test.fullName}`, thrown)
        else count.skipped++
      }
    }
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}

/** What was thrown and where in our own files. */
function oneLine(text: string): string {
  const lines = text.split('\n').filter((line) => !line.includes('node_modules'))
  return lines.join(' ').replaceAll(/\s+/g, ' ').slice(0, 600)
}
