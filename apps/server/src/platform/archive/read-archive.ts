import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { extract } from 'tar-stream'
import type { Extract } from 'tar-stream'
import type * as z from 'zod/mini'
import {
  compareContents,
  contentsOf,
  CopyError,
  fillTable,
  inTransaction,
  readShape,
  refuseOtherShape,
  setSequences,
} from '../copying/index.ts'
import type { Progress, Table } from '../copying/index.ts'
import { entryNames, FileSums, Manifest, Sums } from './manifest.ts'

/** One file of a tar; its bytes come as they are read. */
type Entry = Extract extends AsyncIterable<infer One> ? One : never

/** Reads an archive from its beginning to its end, once, whatever its size. */
export class ArchiveReader {
  readonly manifest: Manifest
  readonly #entries: AsyncIterator<Entry>
  #next: Entry | undefined

  private constructor(manifest: Manifest, entries: AsyncIterator<Entry>) {
    this.manifest = manifest
    this.#entries = entries
  }

  /** @throws CopyError DAMAGED when it is not one of ours */
  static async open(tar: Readable): Promise<ArchiveReader> {
    const taken = extract()
    pipeline(tar, taken).catch((error: unknown) => taken.destroy(asDamage(error)))
    const entries = taken[Symbol.asyncIterator]()
    const first = await takeFrom(entries)
    if (first?.header.name !== entryNames.manifest)
      throw new CopyError('DAMAGED', 'This is no archive of Soroka: its first entry is another.')
    const reader = new ArchiveReader(await readJson(first, Manifest), entries)
    reader.#next = await takeFrom(entries)
    return reader
  }

  /**
   * Fills a database that has the tables of the manifest and no rows, and compares each with what was written down of the
   * snapshot, in one transaction. `settle` runs in it too, at its end.
   * @throws CopyError OTHER_SHAPE, DIFFERENT, DAMAGED
   */
  async fillDatabase(client: Client, progress: Progress, settle: (client: Client) => Promise<void>): Promise<Sums> {
    const { shape } = this.manifest
    return inTransaction(client, async () => {
      refuseOtherShape(shape, await readShape(client))
      for (const table of shape.tables) {
        progress.begin(table.name, table.bytes)
        await fillTable(
          client,
          table,
          () => Readable.from(this.#rowsOf(table)),
          (bytes) => progress.add(bytes),
        )
        progress.end()
      }
      const sums = await this.#json(entryNames.sums, Sums)
      for (const [index, table] of shape.tables.entries()) {
        const expected = sums.tables[index]
        if (expected === undefined) throw new CopyError('DAMAGED', `Nothing is written down of ${table.name}.`)
        compareContents(table, await contentsOf(client, table), expected)
      }
      await setSequences(client, sums.sequences)
      await settle(client)
      return sums
    })
  }

  /**
   * Reads all files, into `folder` when it is given.
   * @returns their paths in the data folder
   * @throws CopyError DIFFERENT, DAMAGED
   */
  async readFiles(folder: string | undefined, progress: Progress): Promise<string[]> {
    const found = new Map<string, string>()
    for (; this.#next?.header.name.startsWith(entryNames.data) === true; await this.#step()) {
      const name = this.#next.header.name.slice(entryNames.data.length)
      if (!/^[\w.-]+(\/[\w.-]+)*$/.test(name) || name.split('/').includes('..'))
        throw new CopyError('DAMAGED', `${name} is no name of a file of ours.`)
      progress.begin(name, this.#next.header.size)
      const hash = createHash('sha256')
      const hashed = new Transform({
        transform(chunk: Buffer, _, done) {
          hash.update(chunk)
          progress.add(chunk.length)
          done(null, chunk)
        },
      })
      await pipeline(Readable.from(bytesOf(this.#next)), hashed, await sinkFor(folder, name))
      found.set(name, hash.digest('hex'))
      progress.end()
    }
    const sums = await this.#json(entryNames.fileSums, FileSums)
    if (this.#next !== undefined) throw new CopyError('DAMAGED', `${this.#next.header.name} does not belong there.`)
    for (const [name, sum] of Object.entries(sums))
      if (found.get(name) !== sum) throw new CopyError('DIFFERENT', `The file ${name} came out differently.`)
    return [...found.keys()]
  }

  async *#rowsOf({ name }: Table): AsyncIterable<Buffer> {
    // Even a table without rows has a first part. One that ends between two entries looks whole to the reader of the tar.
    if (this.#next?.header.name !== entryNames.part(name, 0))
      throw new CopyError('DAMAGED', `The rows of ${name} are missing in it.`)
    for (let part = 0; this.#next?.header.name === entryNames.part(name, part); part++) {
      yield* bytesOf(this.#next)
      await this.#step()
    }
  }

  async #json<T>(name: string, schema: z.ZodMiniType<T>): Promise<T> {
    if (this.#next?.header.name !== name) throw new CopyError('DAMAGED', `${name} is missing in it.`)
    const value = await readJson(this.#next, schema)
    await this.#step()
    return value
  }

  async #step(): Promise<void> {
    this.#next = await takeFrom(this.#entries)
  }
}

async function takeFrom(entries: AsyncIterator<Entry>): Promise<Entry | undefined> {
  const { value, done } = await entries.next().catch((error: unknown) => {
    throw asDamage(error)
  })
  return done === true ? undefined : value
}

async function* bytesOf(entry: Entry): AsyncIterable<Buffer> {
  try {
    for await (const chunk of entry) yield chunk as Buffer
  } catch (error) {
    throw asDamage(error)
  }
}

async function readJson<T>(entry: Entry, schema: z.ZodMiniType<T>): Promise<T> {
  const chunks: Buffer[] = []
  for await (const chunk of bytesOf(entry)) chunks.push(chunk)
  const parsed = schema.safeParse(JSON.parse(Buffer.concat(chunks).toString()))
  if (!parsed.success) throw new CopyError('DAMAGED', `${entry.header.name} can't be read.`)
  return parsed.data
}

async function sinkFor(folder: string | undefined, name: string): Promise<Writable> {
  if (folder === undefined) return new Writable({ write: (_chunk, _encoding, done) => done() })
  const file = path.join(folder, name)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  return createWriteStream(file, { mode: 0o600, flush: true })
}

function asDamage(error: unknown): CopyError {
  if (error instanceof CopyError) return error
  return new CopyError('DAMAGED', 'It is damaged: it can be read up to some place only.', { cause: error })
}
