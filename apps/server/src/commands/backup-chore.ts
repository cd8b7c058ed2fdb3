import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Config } from '../platform/config/index.ts'
import { findBackupRecipient } from '../platform/data-folder/index.ts'
import type { Recurring } from '../platform/jobs/index.ts'
import type { Log } from '../platform/log/index.ts'
import { listBackups, timeOf } from './back-up.ts'

interface ChoreOptions {
  readonly config: Pick<Config, 'dataFolder' | 'backups'>
  readonly log: Log
  readonly now?: () => number
  /** Makes one, and deletes all but so many as are kept. */
  readonly make?: (config: ChoreOptions['config']) => Promise<void>
}

/**
 * Makes a backup whenever the newest has grown old, once there is a key for it. Looks each hour, so that a machine that
 * sleeps at night has its backups too.
 */
export function backupChore({ config, log, now = Date.now, make = inOwnProcess }: ChoreOptions): Recurring {
  const { every, to } = config.backups
  return {
    name: 'backup',
    cron: '7 * * * *',
    run: async () => {
      if (every === undefined || (await findBackupRecipient(config.dataFolder)) === undefined) return
      await mkdir(to, { recursive: true, mode: 0o700 })
      const [newest] = await listBackups(to)
      if (newest !== undefined && now() - timeOf(newest) < every) return
      try {
        await make(config)
        log.info('a backup was made and proven')
      } catch (error) {
        log.error({ err: error }, 'the backup failed')
      }
    },
  }
}

/** `npm run backup`, when others have nothing to do: sealing is work that this process must not wait for. */
async function inOwnProcess({ dataFolder, backups }: ChoreOptions['config']): Promise<void> {
  const command = fileURLToPath(new URL('backup.ts', import.meta.url))
  const child = spawn(process.execPath, [command, '--to', backups.to, '--keep', String(backups.keep)], {
    env: { ...process.env, SOROKA_DATA: dataFolder, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const end = (): void => void child.kill()
  process.once('exit', end)
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  const [code] = (await once(child, 'close')) as [number | null]
  process.off('exit', end)
  if (code !== 0) throw new Error(complaint.trim().slice(-2000))
}
