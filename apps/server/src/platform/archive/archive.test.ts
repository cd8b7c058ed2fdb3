import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testing/test-database.ts'
import { Progress, withClient, withSnapshot } from '../copying/index.ts'
import type { Snapshot } from '../copying/index.ts'
import { ArchiveReader, writeArchive } from './index.ts'

const progress = new Progress(1, () => undefined)
const word = 'a file of which a byte will be another'
/** COPY's binary form of no rows. */
const noRows = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8), Buffer.from([255, 255])])

async function emptyDatabase() {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-archive-'))
  const { address, drop } = await testDatabase(folder)
  onTestFinished(async () => {
    await drop()
    await rm(folder, { recursive: true })
  })
  return { address, folder }
}

/** The tar of a database with two mails and of one file, and how it is read back. */
async function archived(change: (snapshot: Snapshot) => Snapshot = (snapshot) => snapshot): Promise<Buffer> {
  const { address, folder } = await emptyDatabase()
  await writeFile(path.join(folder, 'secrets.json'), word)
  return withClient(address, async (client) => {
    await client.query(
      `insert into mails (recipient, subject, text, html, at) select 'a', 'b', 'c', 'd', generate_series(1, 2)`,
    )
    return withSnapshot(client, async (snapshot) => {
      const manifest = {
        format: 'soroka archive 1' as const,
        at: new Date().toISOString(),
        migrations: 1,
        hasFiles: true,
        shape: snapshot.shape,
      }
      const chunks: Buffer[] = []
      const tar = writeArchive({
        manifest,
        snapshot: change(snapshot),
        folder,
        names: ['secrets.json', 'files'],
        progress,
      })
      for await (const chunk of tar) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    })
  })
}

async function read(tar: Buffer): Promise<{ files: string[]; mails: unknown }> {
  const { address } = await emptyDatabase()
  return withClient(address, async (client) => {
    const reader = await ArchiveReader.open(Readable.from([tar]))
    await reader.fillDatabase(client, progress, () => Promise.resolve())
    const { rows } = await client.query('select count(*)::int as n from mails')
    return { files: await reader.readFiles(undefined, progress), mails: rows[0] }
  })
}

test('G11 what went into an archive comes out of it', async () => {
  expect(await read(await archived())).toEqual({ files: ['secrets.json'], mails: { n: 2 } })
})

test('G11 rows that did not get into an archive are missed', async () => {
  const tar = await archived((snapshot) => ({
    ...snapshot,
    read: (table) => (table.name === 'public.mails' ? Readable.from([noRows]) : snapshot.read(table)),
  }))
  await expect(read(tar)).rejects.toMatchObject({ code: 'DIFFERENT', message: expect.stringContaining('public.mails') })
})

test('G11 a file that came out differently is found', async () => {
  const tar = await archived()
  tar.write('A', tar.indexOf(word))
  await expect(read(tar)).rejects.toMatchObject({ code: 'DIFFERENT', message: expect.stringContaining('secrets.json') })
})

test('an archive that ends too early is told, and what is none', async () => {
  const tar = await archived()
  for (const part of [
    tar.subarray(0, tar.length >> 1),
    // Between two entries, as if it were its end.
    tar.subarray(0, tar.indexOf('database/public.mails/')),
    tar.subarray(0, 100),
    Buffer.from('of something else'.repeat(99)),
  ])
    await expect(read(part)).rejects.toMatchObject({ code: 'DAMAGED' })
})
