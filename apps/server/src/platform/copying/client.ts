import { Client } from 'pg'
import { pgPlace } from '../db/index.ts'
import type { DatabaseAddress } from '../db/index.ts'

/** What rows look like as text hangs on these, and two databases are compared by it. */
const sameText = {
  TimeZone: 'UTC',
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
}

/** How connections of these commands are called, so that they are not taken for a server's. */
export const commandName = 'soroka command'

/** One connection for copying, without limits of time. The caller ends it. */
async function openCopyClient(address: DatabaseAddress): Promise<Client> {
  const client = new Client({ ...pgPlace(address), application_name: commandName })
  // A connection that breaks fails the statement that runs; the event would end the process.
  client.on('error', () => undefined)
  await client.connect()
  for (const [name, value] of Object.entries(sameText)) await client.query(`set ${name} = '${value}'`)
  return client
}

/** Runs `use` on a connection that is closed afterwards, whatever happens. */
export async function withClient<T>(address: DatabaseAddress, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await openCopyClient(address)
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
