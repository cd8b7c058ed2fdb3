import { statfs } from 'node:fs/promises'
import type { Registry } from 'prom-client'
import { readTogether, showLevel } from '../metrics/index.ts'

/** Shows how much room the disk of the data folder has. */
export function observeRoom(registry: Registry, dataFolder: string): void {
  const ask = readTogether(() => statfs(dataFolder))
  showLevel(registry, 'soroka_disk_free_bytes', 'Free room on the disk of the data folder', async () => {
    const stat = await ask()
    return stat && stat.bavail * stat.bsize
  })
  showLevel(registry, 'soroka_disk_bytes', 'Size of the disk of the data folder', async () => {
    const stat = await ask()
    return stat && stat.blocks * stat.bsize
  })
}
