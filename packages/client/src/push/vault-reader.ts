import type { EntryKeys } from '@soroka/crypto'
import type { ZodMiniType } from 'zod/mini'
import type { LocalAccount } from '../auth/local-account.ts'
import { loadEntry, valueOf } from '../vault/entry-rows.ts'
import { readEntryKeys } from '../vault/puks.ts'

/** Single entries of the account's sealed settings, for whoever needs a few of them only. */
export class VaultReader {
  readonly #account: LocalAccount
  #keys: Promise<EntryKeys | null> | undefined

  constructor(account: LocalAccount) {
    this.#account = account
  }

  async read<T>(name: string, schema: ZodMiniType<T>): Promise<T | null> {
    this.#keys ??= readEntryKeys(this.#account)
    const keys = await this.#keys
    const entry = keys === null ? null : await loadEntry(this.#account.db, this.#account.vault, keys.keyOf(name))
    return entry === null || entry.name !== name ? null : (schema.safeParse(valueOf(entry)).data ?? null)
  }
}
