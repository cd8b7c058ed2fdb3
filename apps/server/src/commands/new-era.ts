import { readFile } from 'node:fs/promises'
import type { Client } from 'pg'

/** What a copied database needs before a server runs on it. */
export async function beginEra(client: Client): Promise<void> {
  await client.query(await readFile(new URL('new-era.sql', import.meta.url), 'utf8'))
}
