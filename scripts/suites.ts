import { ensureTools } from '../deploy/checks/tools.ts'
import { ensureLiveKit } from './livekit.ts'
import { ensureSchemathesis } from './schemathesis.ts'
import { ensurePrograms, programs } from './programs.ts'

export interface Suite {
  name: string
  /** Arguments of Node. The last line of the output is `N passed, N failed`, perhaps with `, N skipped`. */
  run: string[]
  /** Finds or installs a tool; answers with the line that would install it when it is missing. */
  needs?: () => string | undefined
  /** Takes long and is begun at once, beside the suites before this one. */
  prepare?: () => unknown
}

/** Minutes that a suite may take; far above what it needs on two slow cores. */
export const suiteLimit = 40

const ensureRedis = () => ensurePrograms([programs.redis])

/** What stories are told with. */
const told = [programs.chromium, programs.firefox, programs.webkit, programs.xvfb, programs.coturn, programs.openssl]

const vitest = 'node_modules/vitest/vitest.mjs'

/** What `npm test` runs, in this order; CI runs the same. */
export const suites: Suite[] = [
  { name: 'checks', run: ['scripts/check.ts'] },
  {
    name: 'tests',
    run: [vitest, 'run', '--reporter=default', '--reporter=./scripts/closing-line.ts'],
    // Where there is none, those of several nodes are skipped.
    prepare: ensureRedis,
  },
  { name: 'crypto mutants', run: ['packages/crypto/mutants/run.ts'] },
  { name: 'client mutants', run: ['packages/client/mutants/run.ts'] },
  { name: 'server mutants', run: ['apps/server/mutants/run.ts'], needs: ensureRedis },
  { name: 'fuzz', run: ['apps/server/fuzz/run.ts'], needs: ensureSchemathesis },
  { name: 'deployment', run: ['deploy/checks/run.ts'], needs: ensureTools },
  {
    name: 'faults',
    run: ['apps/server/faults/run.ts'],
    needs: () => ensurePrograms([programs.redis, programs.faketime]),
  },
  {
    name: 'stories',
    run: ['e2e/src/run.ts'],
    needs: () => ensurePrograms(told),
    prepare: ensureLiveKit,
  },
]
