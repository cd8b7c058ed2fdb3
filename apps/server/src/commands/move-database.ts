// `npm run move-database`: takes the database that came with `npm start` to a PostgreSQL of one's own, or back.
import { parseArgs } from 'node:util'
import { readConfig } from '../platform/config/index.ts'
import { progressLines } from '../platform/copying/index.ts'
import { createLog } from '../platform/log/index.ts'
import { runCommand, say, UsageError } from './command.ts'
import { moveAway, moveBack } from './move.ts'

const usage = `npm run move-database -- --to postgres://…
npm run move-database -- --from postgres://…

--to    copies the database of the data folder into an empty one of a PostgreSQL (15 or newer); the server starts on it with
        DATABASE_URL from then on. What lay in the data folder is kept there under another name.
--from  copies it back into the data folder; the other one stays as it is.

Stop the server first. Sealed files and secrets are not moved: they stay in the data folder (SOROKA_DATA). All tables are
compared by count and checksum before anything counts: broken off at any moment, nothing has changed, and it can be repeated.`

await runCommand(async () => {
  const { to, from, help } = readOptions()
  if (help === true) return say(usage)
  if ((to === undefined) === (from === undefined)) throw new UsageError(`either --to or --from\n\n${usage}`)
  const url = to ?? from ?? ''
  const { dataFolder: folder, logLevel } = readConfig({ ...process.env, DATABASE_URL: url })
  const options = { folder, url, log: createLog(logLevel), say: progressLines(process.stdout) }
  if (to === undefined) {
    await moveBack(options)
    say(`✓ moved into ${folder}: start without DATABASE_URL. The other database stays as it is.`)
    return
  }
  const left = await moveAway(options)
  say('✓ moved: start with this address as DATABASE_URL from now on.')
  say(`  The database of before lies in ${left}; delete it when you are sure.`)
})

function readOptions(): { to?: string; from?: string; help?: boolean } {
  try {
    return parseArgs({ options: { to: { type: 'string' }, from: { type: 'string' }, help: { type: 'boolean' } } })
      .values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
