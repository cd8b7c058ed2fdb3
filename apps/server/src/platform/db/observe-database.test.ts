import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { freePort } from '../../../../../scripts/free-port.ts'
import { showLevel } from '../metrics/index.ts'
import { observeDatabase, openDatabase } from './index.ts'

/** What a scrape shows of a database at this port, and how long it takes. */
async function scrape(port: number): Promise<{ text: string; ms: number }> {
  const database = openDatabase({ url: `postgres://soroka@127.0.0.1:${port}/soroka` })
  const registry = new Registry()
  observeDatabase(registry, database.sql)
  showLevel(registry, 'soroka_other', 'Another figure', () => 7)
  const since = performance.now()
  const text = await registry.metrics()
  const ms = performance.now() - since
  await database.close()
  return { text, ms }
}

function looksDown({ text, ms }: { text: string; ms: number }): void {
  expect(text).toContain('\nsoroka_database_up 0\n')
  // A size of nothing would be a lie.
  expect(text).not.toMatch(/^soroka_database_bytes \d/m)
  expect(text).toContain('\nsoroka_other 7\n')
  expect(ms).toBeLessThan(4000)
}

test('a database that is away is shown as away', async () => {
  looksDown(await scrape(await freePort()))
})

test('a database that takes connections and says nothing does not hold up the other figures', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  looksDown(await scrape((silent.address() as AddressInfo).port))
  silent.close()
})
