import { mkdir } from 'node:fs/promises'
import type { Config } from '../platform/config/index.ts'
import { findBackupRecipient } from '../platform/data-folder/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import type { Recurring } from '../platform/jobs/index.ts'
import type { Log } from '../platform/log/index.ts'
import { backUp, listBackups, timeOf } from './back-up.ts'

/**
 * Makes a backup whenever the newest has grown old, once there is a key for it. Looks each hour, so that a machine that
 * sleeps at night has its backups too.
 */
export function backupChore(options: {
  readonly config: Pick<Config, 'dataFolder' | 'backups' | 's3'>
  readonly address: DatabaseAddress
  readonly log: Log
  readonly now?: () => number
}): Recurring {
  const { config, address, log, now = Date.now } = options
  const { dataFolder: folder, s3 } = config
  const { every, keep, to } = config.backups
  return {
    name: 'backup',
    cron: '7 * * * *',
    run: async () => {
      const recipient = await findBackupRecipient(folder)
      if (every === undefined || recipient === undefined) return
      await mkdir(to, { recursive: true, mode: 0o700 })
      const [newest] = await listBackups(to)
      if (newest !== undefined && now() - timeOf(newest) < every) return
      try {
        const say = (line: string, isLast: boolean): void => void (isLast && log.info(`backup: ${line}`))
        const hasBucket = s3 !== undefined
        await backUp({ address, folder, hasBucket, to, recipient, keep, log, say, now: () => new Date(now()) })
      } catch (error) {
        log.error({ err: error }, 'the backup failed')
      }
    },
  }
}
