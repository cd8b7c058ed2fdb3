import { type EntryKeys, entryKeys, type PukSecret } from '@soroka/crypto'
import type { LocalAccount } from '../auth/local-account.ts'

const PLACE = /^puk (\d{1,9})$/

/** Made of every generation that this device has; null when it has none. */
export async function readEntryKeys(account: Pick<LocalAccount, 'db' | 'self' | 'readPuk'>): Promise<EntryKeys | null> {
  const puks: PukSecret[] = []
  for (const place of await account.db.getAllKeys('meta')) {
    const gen = PLACE.exec(place)?.[1]
    const seed = gen === undefined ? null : await account.readPuk(Number(gen))
    if (gen !== undefined && seed !== null) puks.push({ gen: Number(gen), seed })
  }
  return entryKeys(account.self.user, puks)
}
