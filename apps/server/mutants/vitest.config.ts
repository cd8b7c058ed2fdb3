import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { chosenMutant, dig } from '../../../scripts/mutants/dig.ts'
import { digSql } from './dig-sql.ts'
import { set } from './mutants.ts'

const chosen = chosenMutant(set)
const tests = chosen === undefined ? set.mutants : [chosen]

// Its databases must be made anew, with the hole in them.
if (chosen?.file.endsWith('.sql') === true) delete process.env['SOROKA_TEST_POSTGRES']

export default defineConfig({
  root: set.root,
  cacheDir: fileURLToPath(new URL('../../../node_modules/.vite-server-mutants', import.meta.url)),
  plugins: [dig(set), digSql(set)],
  test: {
    // For the run without a mutant: all files at once, and they wait more than they compute.
    maxWorkers: 3,
    include: [...new Set(tests.flatMap(({ test }) => test ?? []))],
    globalSetup: [fileURLToPath(new URL('../../../scripts/test-postgres.ts', import.meta.url))],
    setupFiles: [fileURLToPath(new URL('../src/platform/db/mend-driver.ts', import.meta.url))],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // All but the dug file are the same in every run.
    fsModuleCache: true,
  },
})
