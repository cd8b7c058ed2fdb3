import { readdir, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { protocolVersion } from '@soroka/protocol'
import type { FileId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import manifest from '../../../package.json' with { type: 'json' }
import type { Config } from '../../platform/config/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import type { BlobStore } from '../../platform/files/index.ts'
import { newId } from '../../platform/keys/index.ts'
import type { SmtpCourier } from '../../platform/mail/index.ts'
import type { RedisLines } from '../../platform/redis/index.ts'
import { bad, fine, off, warn } from './check.ts'
import type { Check } from './check.ts'

const GIB = 1024 ** 3
const hour = 3_600_000

export function checkDatabase(db: Queries): Check {
  return async () => {
    const [row] = (await db.execute(sql`SELECT current_setting('server_version') AS version`)) as unknown as {
      version: string
    }[]
    return fine({ version: row?.version.split(' ')[0] ?? '' })
  }
}

/** Every way to it; one alone needs none. */
export function checkRedis(redis: RedisLines | undefined): Check {
  return async () => {
    if (redis === undefined) return off()
    await Promise.all(redis.all.map((link) => link.commands.ping()))
    return fine({ parts: String(redis.all.length) })
  }
}

/** Writes a small file where sealed files lie, reads it and takes it away. */
export function checkFiles(blobs: BlobStore, kind: 'disk' | 'bucket'): Check {
  return async () => {
    const id = newId() as FileId
    const bytes = Buffer.from(`doctor ${id}`)
    await blobs.create(id, bytes.length)
    try {
      await blobs.append(id, 0, Readable.from([bytes]))
      const read = Buffer.concat(await Readable.from(await blobs.read(id, 0, bytes.length - 1)).toArray())
      return read.equals(bytes) ? fine({ kind }) : bad('changed', { kind })
    } finally {
      await blobs.remove(id)
    }
  }
}

/** The disk of the data folder. */
export function checkDisk(folder: string): Check {
  return async () => {
    const { bavail, blocks, bsize } = await statfs(folder)
    const [free, all] = [bavail * bsize, blocks * bsize]
    const facts = { free: (free / GIB).toFixed(1), percent: String(Math.round((100 * free) / all)) }
    if (free < GIB) return bad('full', facts)
    return free < 5 * GIB || free < all / 20 ? warn('low', facts) : fine(facts)
  }
}

/** Whether the mail server takes our name and password; nothing is sent. */
export function checkMail(smtp: Pick<SmtpCourier, 'verify'> | undefined): Check {
  return async () => {
    if (smtp === undefined) return off()
    await smtp.verify()
    return fine()
  }
}

/** A push to the device that asks, taken by its push service. */
export function checkPush(has: () => Promise<boolean>, send: () => Promise<boolean>): Check {
  return async () => {
    if (!(await has())) return off()
    return (await send()) ? fine() : bad('refused')
  }
}

/** Clocks that differ: sign-ins, tickets and links live by them. */
export function checkClock(db: Queries, device: number, now: () => number): Check {
  return async () => {
    const began = now()
    const [row] = (await db.execute(
      sql`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at`,
    )) as unknown as { at: number }[]
    const apart = Math.abs((row?.at ?? 0) - (began + now()) / 2)
    if (apart > 2000) return bad('database', { seconds: (apart / 1000).toFixed(0) })
    const away = Math.abs(device - began)
    return away > 60_000 ? warn('device', { seconds: (away / 1000).toFixed(0) }) : fine()
  }
}

/** What runs here, and whether the page that asks keeps step with it. */
export function checkVersion(page: number | undefined): Check {
  const facts = { soroka: manifest.version, node: process.versions.node }
  const isOld = page !== undefined && page < protocolVersion
  return () => Promise.resolve(isOld ? warn('page', facts) : fine(facts))
}

/** The newest backup and the newest one that was put back on trial. */
export function checkBackup(config: Pick<Config, 'dataFolder' | 'backups'>, now: () => number): Check {
  return async () => {
    const { to, every = 24 * hour } = config.backups
    const [made, proven] = await Promise.all([newestIn(to), timeOf(path.join(config.dataFolder, 'backup.proven'))])
    const newest = Math.max(made, proven)
    if (newest === 0) return warn('none')
    const hours = String(Math.floor((now() - newest) / hour))
    if (now() - newest > 2 * every) return bad('old', { hours })
    return proven === 0
      ? warn('unproven', { hours })
      : fine({ hours, proven: String(Math.floor((now() - proven) / hour)) })
  }
}

async function newestIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const times = names.filter((name) => /^soroka-.*\.age$/.test(name)).map((name) => timeOf(path.join(folder, name)))
  return Math.max(0, ...(await Promise.all(times)))
}

async function timeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs
  } catch {
    // It was never made.
    return 0
  }
}
