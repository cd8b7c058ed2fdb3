// `npm run restore`: makes a data folder of a backup, on this machine or a new one.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { unseal } from '../platform/archive/index.ts'
import { readConfig } from '../platform/config/index.ts'
import { progressLines } from '../platform/copying/index.ts'
import { createLog } from '../platform/log/index.ts'
import { bringBack } from './bring-back.ts'
import { runCommand, say, UsageError } from './command.ts'

const usage = `npm run restore -- FILE [--key-file FILE] [--replace]
age --decrypt FILE | npm run restore -- --opened [--replace]

Makes the data folder (SOROKA_DATA) of a backup: database, sealed files, secrets. With DATABASE_URL the rows go to that database,
which must be empty. Everything is compared with what the backup says of itself before anything that is there gives way. Asks
for the key of the backups, or reads it from a file.

--key-file FILE  a file with the key (AGE-SECRET-KEY-…)
--opened         the backup comes opened, from the standard input
--replace        what the data folder holds is put aside, under other names`

await runCommand(async () => {
  const { values, positionals } = readOptions()
  const { 'key-file': keyFile, opened, replace, help } = values
  if (help === true) return say(usage)
  const [file] = positionals
  if ((file === undefined) === (opened === undefined)) throw new UsageError(`which backup?\n\n${usage}`)
  const { dataFolder: folder, databaseUrl: url, logLevel } = readConfig(process.env)
  const tar = file === undefined ? process.stdin : await openFile(file, keyFile)
  const options = { tar, folder, url, replace: replace ?? false, log: createLog(logLevel) }
  const aside = await bringBack({ ...options, say: progressLines(process.stdout) })
  say(`✓ restored into ${folder}: npm start`)
  if (aside.length > 0) say(`  What was there lies in ${aside.join(', ')}; delete it when you are sure.`)
})

async function openFile(file: string, keyFile: string | undefined): Promise<Readable> {
  const identity = keyFile === undefined ? await askForKey() : await readFile(keyFile, 'utf8')
  return unseal(createReadStream(file), identity)
}

/** Typed unseen. */
async function askForKey(): Promise<string> {
  process.stdout.write('Key of the backups (AGE-SECRET-KEY-…): ')
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY })
  const key = await lines.question('')
  lines.close()
  say('')
  return key
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        'key-file': { type: 'string' },
        opened: { type: 'boolean' },
        replace: { type: 'boolean' },
        help: { type: 'boolean' },
      },
      allowPositionals: true,
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
