import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/client/test/**/*.test.ts',
      'apps/server/src/**/*.test.ts',
      'apps/web/src/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    // Tests wait more than they compute, and files share the modules that a worker has read.
    maxWorkers: '100%',
    isolate: false,
    globalSetup: ['scripts/test-postgres.ts'],
    setupFiles: ['apps/server/src/platform/db/mend-driver.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
