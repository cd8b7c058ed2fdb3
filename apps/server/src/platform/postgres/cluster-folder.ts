import { readdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { isSystemError, syncFolder } from '../data-folder/index.ts'
import { DATABASE, USER } from './cluster.ts'
import { PORT } from './placement.ts'
import { isAlive, readPostmasterFile } from './postmaster-file.ts'

/** The folder of the database inside a data folder, whatever its major version; undefined when there is none. */
export async function findCluster(dataFolder: string): Promise<string | undefined> {
  const place = path.join(dataFolder, 'pg')
  try {
    const major = (await readdir(place)).find((name) => /^\d+$/.test(name))
    return major === undefined ? undefined : path.join(place, major)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Where the database in `cluster` answers, if a server runs on it now. */
export async function findRunning(cluster: string) {
  const file = await readPostmasterFile(cluster)
  if (file?.ready !== true || !(await isAlive(file.pid))) return undefined
  return { socketDir: file.socketFolder, port: PORT, user: USER, database: DATABASE }
}

/** Gives the stopped database another name, under which no server looks for it. @returns where it lies now */
export async function putClusterAside(dataFolder: string, at = new Date()): Promise<string | undefined> {
  const cluster = await findCluster(dataFolder)
  if (cluster === undefined) return undefined
  const aside = `${cluster}.old-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
  await rename(cluster, aside)
  await syncFolder(path.dirname(cluster))
  return aside
}
