import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FolderLock, isSystemError, lockFolder, StartError } from '../data-folder/index.ts'
import { chooseAccount } from './account.ts'
import { findBinaries, prepareBinaries } from './binaries.ts'
import { DATABASE, ensureCluster, USER, writeAccess } from './cluster.ts'
import type { PostgresLog } from './log-lines.ts'
import { dataFolderFor, giveTo, placeDatabases, placeSocket, PORT, removeSocketFolder } from './placement.ts'
import { endOrphan } from './postmaster-file.ts'
import { type Postmaster, startPostmaster } from './postmaster.ts'
import { type PostgresState, supervise } from './supervisor.ts'

export interface EmbeddedPostgres {
  /** Folder of the socket; pass it as the host. */
  socketDir: string
  port: number
  user: string
  database: string
  /** Process id of the running postgres; undefined while it is being restarted. */
  pid(): number | undefined
  state(): PostgresState
  /** Calls `listener` at each change of state; returns how to stop that. */
  onState(listener: (state: PostgresState) => void): () => void
  /** A line for the person at the terminal, when the database lies elsewhere than one would expect. */
  notice: string | undefined
  /** Stops postgres and gives the folder free. Close the connections first. Safe to repeat. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** The data folder; the database lies in `pg/{major}` inside. */
  folder: string
  log: PostgresLog
  /** Where root keeps what Postgres could not reach below /root. */
  systemFolder?: string
  /** For the databases of tests only: trades for speed what a server promises. */
  forgetful?: boolean
}

/**
 * Starts the PostgreSQL that came from npm on `folder` and keeps it running until stop().
 * @throws StartError DATA_IN_USE (another process serves this folder), DATA_NEWER, DATA_OLDER, DATA_MISSING,
 * DATA_NOT_YOURS, POSTGRES_UNAVAILABLE (no build for this machine), POSTGRES_FAILED
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, systemFolder = '/var/lib/soroka', forgetful = false } = options
  const folder = path.resolve(options.folder)
  const found = await findBinaries()
  const account = chooseAccount(path.join(folder, 'pg', String(found.major)))
  const { place, moved } = await placeDatabases(folder, account, systemFolder)
  const lock = await lockFolder(place)
  try {
    const data = await dataFolderFor(place, found.major)
    const binaries = await prepareBinaries(found, account, systemFolder, path.join(place, 'lib'))
    await ensureCluster(data, binaries, account)
    const orphan = await endOrphan(data)
    if (orphan) {
      log.warn({ pid: orphan.pid }, 'stopped the postgres of a server that was killed')
      await removeSocketFolder(orphan.socketFolder)
    }
    await writeAccess(data, account)
    await giveTo(account, data)
    const socketDir = await placeSocket(place, account)
    const start = () => startPostmaster(binaries, account, data, socketDir, log, forgetful)
    const supervisor = supervise(await startPatiently(start, log), start, log)
    return {
      socketDir,
      port: PORT,
      user: USER,
      database: DATABASE,
      pid: supervisor.pid,
      state: supervisor.state,
      onState: supervisor.onState,
      notice: moved
        ? `The database lies in ${place}: Postgres does not run as root and cannot enter ${folder}.`
        : undefined,
      stop: () => stopAll(supervisor.stop, socketDir, lock),
    }
  } catch (error) {
    lock.release()
    if (!isSystemError(error, 'EACCES', 'EPERM', 'EROFS')) throw error
    throw new StartError('DATA_NOT_YOURS', `${place} cannot be used by this user`, { cause: error })
  }
}

/** After kill -9 of postgres its children need a moment to notice; until they are gone a new one refuses to start. */
async function startPatiently(start: () => Promise<Postmaster>, log: PostgresLog): Promise<Postmaster> {
  for (const pause of [100, 400, 1500]) {
    try {
      return await start()
    } catch (error) {
      log.warn({ error }, 'postgres did not start; trying again')
      await sleep(pause)
    }
  }
  return start()
}

async function stopAll(stop: () => Promise<void>, socketDir: string, lock: FolderLock): Promise<void> {
  await stop()
  await removeSocketFolder(socketDir)
  lock.release()
}
