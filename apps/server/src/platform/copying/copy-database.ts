import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { CopyError } from './copy-error.ts'
import { contentsOf, readSequences, setSequences } from './contents.ts'
import type { Contents, SequenceState } from './contents.ts'
import { Progress } from './progress.ts'
import type { Shape, Table } from './shape.ts'
import { readShape } from './shape.ts'
import { refuseOtherShape, refuseUnlessEmpty } from './target.ts'

/** A database that stands still for as long as it is read. */
export interface Snapshot {
  readonly shape: Shape
  /** The rows of a table, in COPY's binary form. */
  read(table: Table): Readable
  contentsOf(table: Table): Promise<Contents>
  /** After the rows. */
  sequences(): Promise<SequenceState[]>
}

/**
 * Reads everything as it was at one moment, however long that takes and whoever writes meanwhile. After a failure the
 * connection is good for nothing but to be ended: in the middle of a COPY it takes no other statement.
 */
export async function withSnapshot<T>(client: Client, use: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read read only')
  const shape = await readShape(client)
  const result = await use({
    shape,
    read: ({ name, columns }) => client.query(copyTo(`copy ${name} (${columns.join(', ')}) to stdout (format binary)`)),
    contentsOf: (table) => contentsOf(client, table),
    sequences: () => readSequences(client, shape),
  })
  await client.query('rollback')
  return result
}

/** All or nothing: after a failure the end of the connection undoes what was done. */
export async function inTransaction<T>(client: Client, use: () => Promise<T>): Promise<T> {
  await client.query('begin')
  const result = await use()
  await client.query('commit')
  return result
}

/** Puts rows in COPY's binary form into an emptied table. `onBytes` hears of each part. */
export async function fillTable(
  client: Client,
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  read: () => Readable,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await client.query(`delete from ${name}`)
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      onBytes(chunk.length)
      done(null, chunk)
    },
  })
  await pipeline(
    read(), // not sooner: rows that nobody takes block their connection
    counted,
    client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin (format binary)`)),
  )
}

/** @throws CopyError when a table does not hold what it should */
export function compareContents({ name }: Pick<Table, 'name'>, found: Contents, expected: Contents): void {
  if (found.rows === expected.rows && found.sum === expected.sum) return
  throw new CopyError(
    'DIFFERENT',
    `${name} came out differently: ${found.rows} rows with the sum ${found.sum}, not ${expected.rows} with ${expected.sum}.`,
  )
}

interface CopyOptions {
  /** The target, in words. */
  readonly where: string
  readonly say: (line: string, isLast: boolean) => void
  readonly settle: (target: Client) => Promise<void>
}

/**
 * Copies all rows and sequences of `source` into `target`, which has the same tables and no rows, and compares each table
 * by count and checksum before the one commit. `settle` runs in the same transaction, after that.
 * @throws CopyError NOT_EMPTY, OTHER_SHAPE, DIFFERENT
 */
export async function copyDatabase(source: Client, target: Client, options: CopyOptions): Promise<void> {
  const { where, say, settle } = options
  await withSnapshot(source, (snapshot) =>
    inTransaction(target, async () => {
      const { tables } = snapshot.shape
      await refuseUnlessEmpty(target, where, snapshot.shape)
      refuseOtherShape(snapshot.shape, await readShape(target))
      // To compare takes about as long as to copy.
      const progress = new Progress(2 * tables.reduce((sum, { bytes }) => sum + bytes, 0), say)
      for (const table of tables) {
        progress.begin(table.name, 2 * table.bytes)
        await fillTable(
          target,
          table,
          () => snapshot.read(table),
          (bytes) => progress.add(bytes),
        )
        const [expected, found] = await Promise.all([snapshot.contentsOf(table), contentsOf(target, table)])
        compareContents(table, found, expected)
        progress.end(found.rows)
      }
      progress.finish(`${tables.length} tables`)
      await setSequences(target, await snapshot.sequences())
      await settle(target)
    }),
  )
  await target.query('analyze')
}
