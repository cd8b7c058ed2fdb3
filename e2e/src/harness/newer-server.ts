// Preloaded into a server, this makes it one that no longer speaks with the clients of today.
import { changeSource } from '../../../apps/server/src/platform/change-source.ts'

changeSource({
  file: '/protocol/src/version.ts',
  changes: [{ from: /oldestClient = \d+/, to: 'oldestClient = 1000' }],
})
