// Digs each hole in turn and expects the test beside it to fall into it.
import { fileURLToPath } from 'node:url'
import { runMutants } from '../../../scripts/mutants/run-mutants.ts'
import startPostgres from '../../../scripts/test-postgres.ts'
import { set } from './mutants.ts'

// One for all runs: each would spend more on starting its own than on its tests.
const stopPostgres = await startPostgres()
await runMutants(fileURLToPath(new URL('vitest.config.ts', import.meta.url)), set)
await stopPostgres?.()
