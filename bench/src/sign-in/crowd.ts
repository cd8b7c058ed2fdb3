// A child of the part: everybody signs in at the same moment, each from an address of his own, and it says how long each
// took. Keys are stretched weakly: devices do that, and are not on the server's machine.
import { AsyncLocalStorage } from 'node:async_hooks'
import { openDatabase } from '../../../apps/server/src/platform/db/index.ts'
import type { DatabaseAddress } from '../../../apps/server/src/platform/db/index.ts'
import { TestClient } from '../../../apps/server/src/testing/index.ts'
import { findCode } from '../../../apps/server/src/testing/mails.ts'

const [url = '', address = '', count = ''] = process.argv.slice(2)
const { sql } = openDatabase(JSON.parse(address) as DatabaseAddress, { drizzle: 1, raw: 1 })
const server = { url, codeFor: (email: string, after?: number) => findCode(sql, email, after) }

const from = new AsyncLocalStorage<string>()
const { fetch } = globalThis
globalThis.fetch = (input, init) => {
  const headers = new Headers(init?.headers)
  headers.set('x-forwarded-for', from.getStore() ?? '10.0.0.0')
  return fetch(input, { ...init, headers })
}

async function timed(client: TestClient): Promise<number> {
  const began = performance.now()
  await client.signIn()
  return performance.now() - began
}

const people: TestClient[] = []
for (let i = 1; i <= Number(count); i++)
  people.push(await from.run(`10.1.0.${i}`, () => new TestClient(server, `person${i}@example.org`).signUp()))

process.on('message', () => {
  const all = people.map((one, i) => from.run(`10.2.0.${i}`, timed, one))
  void Promise.all(all).then((times) => process.send?.(times))
})
process.send?.('ready')
