import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { writeDurably } from './durable-file.ts'
import { isSystemError } from './start-error.ts'

const fileOf = (folder: string): string => path.join(folder, 'backup-recipient.txt')

/** Whose key opens the backups of this folder (age1…); undefined while nobody has made one. It can't open them itself. */
export async function findBackupRecipient(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(fileOf(folder), 'utf8')).trim()
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

export async function keepBackupRecipient(folder: string, recipient: string): Promise<void> {
  await writeDurably(fileOf(folder), `${recipient}\n`, 0o600)
}
