import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { mutants } from './mutants.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const own = `${root}packages/client/`
const mutant = mutants.find(({ name }) => name === process.env['MUTANT'])
const tests = mutant === undefined ? [...new Set(mutants.map(({ test }) => test))] : [mutant.test]

export default defineConfig({
  root,
  cacheDir: `${root}node_modules/.vite-client-mutants`,
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(code, id) {
        if (mutant === undefined || id.split('?')[0] !== own + mutant.file) return null
        if (code.split(mutant.from).length !== 2)
          throw new Error(`mutant "${mutant.name}" no longer fits ${mutant.file}`)
        // The runner looks for this line: a hole that was never dug proves nothing.
        writeSync(2, `dug: ${mutant.name}\n`)
        return code.replace(mutant.from, () => mutant.to)
      },
    },
  ],
  test: {
    include: tests.map((test) => `packages/client/${test}`),
    globalSetup: tests.some((test) => test.startsWith('test/')) ? ['scripts/test-postgres.ts'] : [],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    fsModuleCache: false,
  },
})
