// Digs each hole in turn and expects the test beside it to fall into it.
import { fileURLToPath } from 'node:url'
import { runMutants } from '../../../scripts/mutants/run-mutants.ts'
import { set } from './mutants.ts'

await runMutants(fileURLToPath(new URL('vitest.config.ts', import.meta.url)), set)
