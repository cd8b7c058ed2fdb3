import { defineConfig } from 'vitest/config'

/** With SLOW_STORIES=1 also those that need more than two cores to be told in time: `*.slow.ts`. */
const kinds = process.env.SLOW_STORIES === '1' ? '{story,slow}' : 'story'

/** Two stories at a time: each has a server and browsers of its own, and waits more than it computes. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: [`src/stories/**/*.${kinds}.ts`],
    globalSetup: ['src/harness/build.ts'],
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 240_000,
    bail: 0,
  },
})
