import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isOnline, signUp } from '../../../packages/client/test/people.ts'
import { startServer } from '../../../packages/client/test/server.ts'
import { findProgram, programs } from '../../../scripts/programs.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { writeResult } from '../results.ts'
import { measureInBrowser } from './in-browser.ts'
import { measureLargeGroup } from './large-group.ts'
import { beginChats, measureReconnect } from './reconnect.ts'
import { settle } from './residents.ts'

/** The engine of one person in a large group and with many chats: in Node, then in a page. */
export async function runClient(): Promise<void> {
  const sections = [machineLine(await measureMachine())]
  const executablePath = findProgram(programs.chromium)
  const site = await mkdtemp(join(tmpdir(), 'soroka-bench-client-'))
  if (executablePath !== undefined) await buildSite(site)
  const server = await startServer(site)
  try {
    const owner = await signUp(server, 'Owner')
    await isOnline(owner)
    const residents = await settle(server.database.sql, 999)
    const { id: group, text } = await measureLargeGroup(owner, residents)
    const writers = await beginChats(server, owner, residents.slice(0, 300))
    sections.push(text, await measureReconnect(server, owner, writers))
    const leavers = residents.slice(-2).map(({ user }) => user)
    if (executablePath !== undefined)
      sections.push(await measureInBrowser(executablePath, { server, owner, writers, group, leavers }))
  } finally {
    await server.close()
    await rm(site, { recursive: true, force: true })
  }
  const head =
    '# Figures of the engine\n\nWritten by `npm run bench -- client`. Engine and server share one process in the first two parts.'
  const told = `${[head, ...sections].join('\n\n')}\n`
  console.log(told)
  await writeResult('client.md', told)
}

async function buildSite(folder: string): Promise<void> {
  const { build } = await import('vite')
  const root = resolve(import.meta.dirname, '../../../apps/web')
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  })
}
