import { createHash } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack } from 'tar-stream'
import type { Pack } from 'tar-stream'
import type { Progress, Snapshot } from '../copying/index.ts'
import { isSystemError } from '../data-folder/index.ts'
import { entryNames } from './manifest.ts'
import type { FileSums, Manifest, Sums } from './manifest.ts'

const PART_BYTES = 4 * 1024 * 1024

export interface ArchiveSource {
  readonly manifest: Manifest
  readonly snapshot: Snapshot
  /** The data folder; of it only `names` are taken, whole folders too. */
  readonly folder: string
  readonly names: readonly string[]
  readonly progress: Progress
}

/**
 * Everything as one tar, while it is read: the database first, then files (R11), so that no row names a file that came
 * too late. Whoever reads it sets the pace.
 */
export function writeArchive(source: ArchiveSource): AsyncIterable<unknown> {
  const tar = pack()
  fill(tar, source).then(
    () => tar.finalize(),
    (error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  return tar
}

async function fill(tar: Pack, { manifest, snapshot, folder, names, progress }: ArchiveSource): Promise<void> {
  await addJson(tar, entryNames.manifest, manifest)
  const sums: Sums = { tables: [], sequences: [] }
  for (const table of snapshot.shape.tables) {
    progress.begin(table.name, table.bytes)
    let part = 0
    for await (const bytes of inParts(snapshot.read(table))) {
      await add(tar, entryNames.part(table.name, part++), bytes)
      progress.add(bytes.length)
    }
    const contents = await snapshot.contentsOf(table)
    sums.tables.push(contents)
    progress.end(contents.rows)
  }
  sums.sequences = await snapshot.sequences()
  await addJson(tar, entryNames.sums, sums)
  const fileSums: FileSums = {}
  for (const name of names)
    for await (const file of filesAt(folder, name)) {
      const sum = await addFile(tar, folder, file, progress)
      if (sum !== undefined) fileSums[file] = sum
    }
  await addJson(tar, entryNames.fileSums, fileSums)
}

/** Collected until they are worth an entry. */
async function* inParts(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    if (size < PART_BYTES) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

function add(tar: Pack, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()))
  })
}

function addJson(tar: Pack, name: string, value: object): Promise<void> {
  return add(tar, name, Buffer.from(JSON.stringify(value)))
}

/** As long as it is now; one that is being uploaded only grows. @returns its sum, or undefined when it is gone */
async function addFile(tar: Pack, folder: string, file: string, progress: Progress): Promise<string | undefined> {
  const handle = await open(path.join(folder, file)).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  })
  if (handle === undefined) return undefined
  try {
    const { size } = await handle.stat()
    const hash = createHash('sha256')
    progress.begin(file, size)
    const hashed = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk)
        progress.add(chunk.length)
        done(null, chunk)
      },
    })
    const name = entryNames.data + file
    if (size === 0) await add(tar, name, Buffer.alloc(0))
    else {
      const bytes = handle.createReadStream({ start: 0, end: size - 1, autoClose: false, highWaterMark: 262_144 })
      await pipeline(bytes, hashed, tar.entry({ name, size, mode: 0o600 }))
    }
    progress.end()
    return hash.digest('hex')
  } finally {
    await handle.close()
  }
}

/** A file, or all files below a folder, by their paths in `folder`; nothing when there is none. */
async function* filesAt(folder: string, name: string): AsyncIterable<string> {
  try {
    for (const entry of await readdir(path.join(folder, name), { withFileTypes: true })) {
      const inside = `${name}/${entry.name}`
      if (entry.isDirectory()) yield* filesAt(folder, inside)
      else if (entry.isFile()) yield inside
    }
  } catch (error) {
    if (isSystemError(error, 'ENOTDIR')) yield name
    else if (!isSystemError(error, 'ENOENT')) throw error
  }
}
