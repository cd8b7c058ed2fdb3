import { defineConfig } from 'vitest/config'
import { dig } from '../../../scripts/mutants/dig.ts'
import { set } from './mutants.ts'

export default defineConfig({
  root: set.root,
  cacheDir: `${set.root}../node_modules/.vite-mutants`,
  plugins: [dig(set)],
  // Vitest's module cache would keep the code of another mutant.
  test: {
    include: [
      'crypto/src/hostile-server.test.ts',
      'crypto/src/hostile-group.test.ts',
      'crypto/src/call/hostile-call.test.ts',
      'crypto/src/call/hostile-guest.test.ts',
      'crypto/src/call/frame-key.test.ts',
      'crypto/src/account/link-device.test.ts',
      'crypto/src/account/vault-entry.test.ts',
      'crypto/src/file/file.test.ts',
    ],
    testTimeout: 20_000,
    fsModuleCache: false,
  },
})
