import { defineConfig } from 'vitest/config'
import { patience } from './src/harness/patience.ts'

/** With SLOW_STORIES=1 also those that need more than two cores to be told in time: `*.slow.ts`. */
const kinds = process.env.SLOW_STORIES === '1' ? '{story,slow}' : 'story'

/** One file at a time, each with a server and browsers of its own; `npm test -- stories` tells two at a time. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: [`src/stories/**/*.${kinds}.ts`],
    globalSetup: ['src/harness/build.ts'],
    maxWorkers: 1,
    testTimeout: 4 * patience,
    hookTimeout: 6 * patience,
    expect: { poll: { timeout: patience } },
  },
})
