import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Registry } from 'prom-client'
import { showLevel } from '../metrics/index.ts'

/** Shows when the last backup was proven: scripts/backup.sh touches this file. Other ways of backing up may do the same. */
export function observeBackup(registry: Registry, dataFolder: string): void {
  showLevel(registry, 'soroka_backup_timestamp_seconds', 'When the last backup was proven', async () => {
    try {
      return (await stat(path.join(dataFolder, 'backup.proven'))).mtimeMs / 1000
    } catch {
      // None yet, or none that says so.
      return undefined
    }
  })
}
