// A note that the database of this folder lives elsewhere now: a server must not go on with one that stood still.
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { writeDurably } from './durable-file.ts'
import { isSystemError, StartError } from './start-error.ts'

const noteOf = (folder: string): string => path.join(folder, 'moved.txt')

/** @param to where it went, without a password */
export async function noteMove(folder: string, to: string, at = new Date()): Promise<void> {
  await writeDurably(noteOf(folder), `${to} on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC\n`, 0o600)
}

export async function forgetMove(folder: string): Promise<void> {
  await rm(noteOf(folder), { force: true })
}

/** @throws StartError DATA_MOVED when the database of this folder was moved away */
export async function refuseMoved(folder: string): Promise<void> {
  try {
    const to = (await readFile(noteOf(folder), 'utf8')).trim()
    throw new StartError(
      'DATA_MOVED',
      `The database of ${folder} was moved to ${to}. Start with its address as DATABASE_URL, or bring it back: npm run move-database -- --from ADDRESS`,
    )
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error
  }
}
