import { defineConfig } from 'vitest/config'

/** Two stories at a time: each has a server and browsers of its own, and waits more than it computes. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/stories/**/*.story.ts'],
    globalSetup: ['src/harness/build.ts'],
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 240_000,
    bail: 0,
  },
})
