import type { FileId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import type { BlobStore } from '../../platform/files/index.ts'
import { deleteGone, findGone, giveUp, holdUnused, letGoOld, noteStrays } from './sweep-repo.ts'

/** What nobody sends within a day goes (R20). */
const UNSENT_MS = 86_400_000
const BATCH = 200

export interface SweepDependencies {
  readonly sql: Sql
  readonly blobs: BlobStore
  readonly now: () => number
  /** How much longer than its last message a file lives, in ms: as long as a backup may be needed (R11). */
  readonly deletionDelay: number
  /** How old a message may be that still gives out its files, in ms; undefined: any age. */
  readonly retention?: number | undefined
  readonly onError: (error: unknown) => void
}

/** Deletes files that no message names any more. A store that is away leaves the rest for the next time. */
export async function sweepFiles(deps: SweepDependencies): Promise<void> {
  while ((await letGo(deps)) === BATCH);
  while ((await giveUpUnused(deps)) === BATCH);
  for (;;) {
    const gone = await findGone(deps.sql, BATCH)
    let deleted = 0
    for (const id of gone) if (await deleteFile(deps, id)) deleted++
    if (deleted < BATCH) return
  }
}

async function letGo({ sql, now, retention }: SweepDependencies): Promise<number> {
  return retention === undefined ? 0 : letGoOld(sql, now() - retention, now(), BATCH)
}

async function giveUpUnused({ sql, now, deletionDelay }: SweepDependencies): Promise<number> {
  const at = now()
  return sql.begin(async (tx) => {
    const ids = await holdUnused(tx, { waiting: at - UNSENT_MS, dropped: at - deletionDelay }, BATCH)
    if (ids.length > 0) await giveUp(tx, ids, at)
    return ids.length
  })
}

/** The bytes first: a row without them is found within the hour, bytes without a row by a look at all of them. */
export async function deleteFile(
  { sql, blobs, onError }: Pick<SweepDependencies, 'sql' | 'blobs' | 'onError'>,
  id: FileId,
): Promise<boolean> {
  try {
    await blobs.remove(id)
    await deleteGone(sql, id)
    return true
  } catch (error) {
    onError(error)
    return false
  }
}

/**
 * Finds bytes that no row speaks of, as a database that was put back leaves them, and notes them for the sweep, which
 * deletes them after the delay: meanwhile the right database may be put back, or their sender begins them anew. An upload
 * that runs is never among them: its row is there before its bytes. @returns how many were found
 */
export async function findStrays({
  sql,
  blobs,
  now,
}: Pick<SweepDependencies, 'sql' | 'blobs' | 'now'>): Promise<number> {
  let found = 0
  let some: FileId[] = []
  const note = async (): Promise<void> => {
    if (some.length > 0) found += await noteStrays(sql, some, now())
    some = []
  }
  for await (const id of blobs.list()) if (some.push(id) === BATCH) await note()
  await note()
  return found
}
