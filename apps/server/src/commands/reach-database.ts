import path from 'node:path'
import { CopyError } from '../platform/copying/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import type { Log } from '../platform/log/index.ts'
import { findCluster, findRunning, startEmbeddedPostgres } from '../platform/postgres/index.ts'

/**
 * Runs `use` on the database of a server, whether the server runs or not: on the one at `url`, or on the embedded one of
 * the data folder, which is started for it when nobody has.
 */
export async function reachDatabase<T>(
  { folder, url, log }: { readonly folder: string; readonly url: string | undefined; readonly log: Log },
  use: (address: DatabaseAddress) => Promise<T>,
): Promise<T> {
  if (url !== undefined) return use({ url })
  const cluster = await findCluster(folder)
  if (cluster === undefined) throw new CopyError('NO_SOURCE', `There is no database in ${path.resolve(folder)}.`)
  const running = await findRunning(cluster)
  if (running !== undefined) return use(running)
  const postgres = await startEmbeddedPostgres({ folder, log })
  try {
    return await use(postgres)
  } finally {
    await postgres.stop()
  }
}

/** The same server, another database of it. */
export function withDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  if (!('url' in address)) return { ...address, database }
  const url = new URL(address.url)
  url.pathname = `/${database}`
  return { url: url.href }
}
