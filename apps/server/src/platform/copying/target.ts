// What must be true of a database before rows are copied out of it or into it.
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { migrationLock } from '../db/index.ts'
import { commandName } from './client.ts'
import { CopyError } from './copy-error.ts'
import { differenceOf, readShape } from './shape.ts'
import type { Shape } from './shape.ts'

/** Tables that migrations fill themselves: they have rows in a database that nobody has used. */
const filledByMigrations = ['drizzle.__drizzle_migrations', 'graphile_worker.migrations']

/**
 * Keeps servers away from this database until the connection ends: one that starts waits at its migrations.
 * @throws CopyError IN_USE when a server runs on it, or another command
 */
export async function keepServersOut(client: Client, where: string): Promise<void> {
  // A command, or a server, that was just stopped may still be listed for a moment.
  for (let tries = 0; !(await tryLock(client)); tries++) {
    if (tries === 30)
      throw new CopyError('IN_USE', `Something starts on ${where} at this moment, or another command works on it.`)
    await pause(100)
  }
  for (let tries = 0; (await countServers(client)) > 0; tries++) {
    if (tries === 10)
      throw new CopyError(
        'IN_USE',
        `A server of Soroka runs on ${where}. Stop it first: what it writes now would be lost.`,
      )
    await pause(100)
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [migrationLock])
  return rows[0]?.locked === true
}

async function countServers(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and application_name like 'soroka%'
       and application_name <> $1`,
    [commandName],
  )
  return Number(rows[0]?.n)
}

/** @throws CopyError NOT_EMPTY when there is anything but tables of ours without rows */
export async function refuseUnlessEmpty(client: Client, where: string, ours?: Shape): Promise<void> {
  const { tables } = await readShape(client)
  const known = ours?.tables.map(({ name }) => name)
  for (const { name } of tables) {
    if (filledByMigrations.includes(name)) continue
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from (select from ${name} limit 1) as first`,
    )
    if (rows[0]?.n !== '0' || known?.includes(name) === false)
      throw new CopyError('NOT_EMPTY', `${where} is not empty: there is ${name}. Nothing was changed there.`)
  }
}

/** @throws CopyError OTHER_SHAPE */
export function refuseOtherShape(source: Shape, target: Shape): void {
  const difference = differenceOf(source, target)
  if (difference !== undefined)
    throw new CopyError('OTHER_SHAPE', `The two databases don't have the same tables: ${difference}.`)
}
