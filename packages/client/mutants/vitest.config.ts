import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { chosenMutant, dig } from '../../../scripts/mutants/dig.ts'
import { set } from './mutants.ts'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const chosen = chosenMutant(set)
const tests = [...new Set((chosen === undefined ? set.mutants : [chosen]).flatMap(({ test }) => test ?? []))]

export default defineConfig({
  root: repository,
  cacheDir: `${repository}node_modules/.vite-client-mutants`,
  plugins: [dig(set)],
  test: {
    // For the run without a mutant: all files at once, and they wait more than they compute.
    maxWorkers: 3,
    include: tests.map((test) => `packages/client/${test}`),
    globalSetup: tests.some((test) => test.startsWith('test/')) ? ['scripts/test-postgres.ts'] : [],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // All but the dug file are the same in every run.
    fsModuleCache: true,
  },
})
