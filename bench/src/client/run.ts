import { isOnline, signUp } from '../../../packages/client/test/people.ts'
import { startServer } from '../../../packages/client/test/server.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { writeResult } from '../results.ts'
import { measureLargeGroup } from './large-group.ts'
import { beginChats, measureReconnect } from './reconnect.ts'
import { settle } from './residents.ts'

/** The engine of one person in a large group and with many chats. */
export async function runClient(): Promise<void> {
  const sections = [machineLine(await measureMachine())]
  const server = await startServer()
  try {
    const owner = await signUp(server, 'Owner')
    await isOnline(owner)
    const residents = await settle(server.database.sql, 999)
    sections.push(await measureLargeGroup(owner, residents))
    sections.push(await measureReconnect(server, owner, await beginChats(server, owner, residents.slice(0, 300))))
  } finally {
    await server.close()
  }
  const head =
    '# Figures of the engine\n\nWritten by `npm run bench -- client`. Engine and server share one process here.'
  const text = `${[head, ...sections].join('\n\n')}\n`
  console.log(text)
  await writeResult('client.md', text)
}
