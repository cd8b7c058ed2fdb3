// `npm run backup`: everything of a server in one sealed file, proven by a restore.
import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { makeKeyPair } from '../platform/archive/index.ts'
import { readConfig } from '../platform/config/index.ts'
import { CopyError, progressLines } from '../platform/copying/index.ts'
import { findBackupRecipient, keepBackupRecipient } from '../platform/data-folder/index.ts'
import { createLog } from '../platform/log/index.ts'
import { backUp } from './back-up.ts'
import { runCommand, say, UsageError } from './command.ts'
import { reachDatabase } from './reach-database.ts'

const usage = `npm run backup [-- --to FOLDER] [--keep N]
npm run backup -- --new-key

Writes database, sealed files and secrets into one sealed file, and proves it by a restore into a database beside the real one.
The server may go on running. Once there is a key it does the same by itself, once a day (BACKUP_EVERY).

--to FOLDER  where the file goes; by default BACKUP_TO, or backups/
--keep N     deletes all but the newest N there, once this one is proven
--new-key    makes the key of the backups and shows it once: whoever has it opens them, without it nobody does`

await runCommand(async () => {
  const { to, keep, help, 'new-key': newKey } = readOptions()
  if (help === true) return say(usage)
  const config = readConfig(process.env)
  if (newKey === true) return showNewKey(config.dataFolder)
  if (keep !== undefined && !/^[1-9]\d{0,5}$/.test(keep)) throw new UsageError('--keep is a number from 1')
  const recipient = await findBackupRecipient(config.dataFolder)
  if (recipient === undefined) throw new CopyError('NO_KEY', 'There is no key yet: npm run backup -- --new-key')
  const log = createLog(config.logLevel)
  if (config.s3 !== undefined)
    say('! The sealed files lie in a bucket: they are NOT in this backup. Back up the bucket too.')
  await reachDatabase({ folder: config.dataFolder, url: config.databaseUrl, log }, (address) =>
    backUp({
      address,
      folder: config.dataFolder,
      hasBucket: config.s3 !== undefined,
      to: to ?? config.backups.to,
      recipient,
      keep: keep === undefined ? undefined : Number(keep),
      log,
      say: progressLines(process.stdout),
    }),
  )
})

async function showNewKey(folder: string): Promise<void> {
  const { identity, recipient } = await makeKeyPair()
  await mkdir(folder, { recursive: true })
  await keepBackupRecipient(folder, recipient)
  say('The key of the backups. Write it down and keep it elsewhere: it is shown this once and stored nowhere.')
  say(`\n  ${identity}\n`)
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        to: { type: 'string' },
        keep: { type: 'string' },
        help: { type: 'boolean' },
        'new-key': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
