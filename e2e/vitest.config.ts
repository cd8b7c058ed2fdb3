import { defineConfig } from 'vitest/config'

/** Stories run one file at a time: each has a server and browsers of its own, and the machine may have two cores. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/stories/**/*.story.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 240_000,
    bail: 0,
  },
})
