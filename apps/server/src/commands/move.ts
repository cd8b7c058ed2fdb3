import {
  CopyError,
  copyDatabase,
  keepServersOut,
  readShape,
  refuseUnlessEmpty,
  withClient,
} from '../platform/copying/index.ts'
import { forgetMove, noteMove, openDataFolder, refuseMoved } from '../platform/data-folder/index.ts'
import { migrateDatabase } from '../platform/db/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import { migrateJobs } from '../platform/jobs/index.ts'
import type { Log } from '../platform/log/index.ts'
import { findCluster, putClusterAside, startEmbeddedPostgres } from '../platform/postgres/index.ts'
import { beginEra } from './new-era.ts'

export interface MoveOptions {
  /** The data folder with the embedded database, or for it. */
  readonly folder: string
  /** Of the other PostgreSQL. */
  readonly url: string
  readonly log: Log
  readonly say: (line: string, isLast: boolean) => void
}

/**
 * From the data folder to a PostgreSQL elsewhere. The database that was left lies beside, under another name.
 * @returns where that is
 * @throws CopyError, StartError
 */
export async function moveAway({ folder, url, log, say }: MoveOptions): Promise<string> {
  const opened = await openDataFolder(folder)
  try {
    await refuseMoved(folder)
    if ((await findCluster(folder)) === undefined)
      throw new CopyError('NO_SOURCE', `There is no database in ${folder}.`)
    const embedded = await startEmbeddedPostgres({ folder, log })
    try {
      await moveContents({ from: embedded, to: { url }, where: placeOf(url), log, say })
      await noteMove(folder, placeOf(url))
    } finally {
      await embedded.stop()
    }
    return (await putClusterAside(folder)) ?? ''
  } finally {
    opened.close()
  }
}

/** From a PostgreSQL elsewhere into the data folder. The other one stays as it is. */
export async function moveBack({ folder, url, log, say }: MoveOptions): Promise<void> {
  const opened = await openDataFolder(folder)
  try {
    const embedded = await startEmbeddedPostgres({ folder, log })
    try {
      await moveContents({ from: { url }, to: embedded, where: `the database in ${folder}`, log, say })
    } finally {
      await embedded.stop()
    }
    await forgetMove(folder)
  } finally {
    opened.close()
  }
}

interface Sides {
  readonly from: DatabaseAddress
  readonly to: DatabaseAddress
  readonly where: string
  readonly log: Log
  readonly say: (line: string, isLast: boolean) => void
}

/** Both sides get the tables of this release by its own migrations; then rows are copied and compared. */
export async function moveContents({ from, to, where, log, say }: Sides): Promise<void> {
  const source = 'the database that is to be moved'
  const migrate = async (address: DatabaseAddress): Promise<void> => {
    await migrateDatabase(address)
    await migrateJobs(address, log)
  }
  await withClient(from, (client) => keepServersOut(client, source))
  await migrate(from)
  const shape = await withClient(from, readShape)
  await withClient(to, async (client) => {
    await keepServersOut(client, where)
    await refuseUnlessEmpty(client, where, shape)
  })
  await migrate(to)
  await withClient(from, (fromClient) =>
    withClient(to, async (toClient) => {
      await keepServersOut(fromClient, source)
      await keepServersOut(toClient, where)
      await copyDatabase(fromClient, toClient, { where, say, settle: beginEra })
    }),
  )
}

/** Without the password. */
function placeOf(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
