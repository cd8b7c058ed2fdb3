import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { mutants } from './mutants.ts'

const source = fileURLToPath(new URL('../src/', import.meta.url))
const mutant = mutants.find(({ name }) => name === process.env['MUTANT'])

export default defineConfig({
  root: source,
  cacheDir: fileURLToPath(new URL('../../../node_modules/.vite-server-mutants', import.meta.url)),
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(code, id) {
        if (mutant === undefined || id.split('?')[0] !== source + mutant.file) return null
        // The runner looks for this line: a hole that was never dug proves nothing.
        writeSync(2, `dug: ${mutant.name}\n`)
        return code.replace(mutant.from, () => mutant.to)
      },
    },
  ],
  test: {
    include: mutant === undefined ? [...new Set(mutants.map(({ test }) => test))] : [mutant.test],
    globalSetup: [fileURLToPath(new URL('../../../scripts/test-postgres.ts', import.meta.url))],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    fsModuleCache: false,
  },
})
