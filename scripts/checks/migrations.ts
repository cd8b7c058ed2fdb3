import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'

const folder = 'apps/server/migrations'

/** The oldest PostgreSQL that we run on. */
const oldest = '15'

/** Rules that hold nowhere, and why. */
const elsewhere = [
  'require-lock-timeout', // migrateDatabase sets it, for all of them
  'require-statement-timeout', // it ends waiting, not working: half a rewrite helps nobody
  'prefer-bigint-over-int', // counters and codes whose bounds stand in the protocol
  'prefer-bigint-over-smallint',
  'prefer-identity', // mails.id, of the first migration
]

/** Migrations that went out before this check, with the rules that they break. The list only shrinks. */
const grown: Readonly<Record<string, readonly string[]>> = {
  '0002_groups_people_annotations.sql': ['require-concurrent-index-creation'],
  '0005_erased_headers.sql': ['require-concurrent-index-creation', 'require-concurrent-index-deletion'],
  '0009_file_retention.sql': ['require-concurrent-index-creation'],
  '0012_guests.sql': ['require-concurrent-index-creation'],
  // users: 100,000 rows take a fifth of a second.
  '0015_desk.sql': ['require-concurrent-index-creation'],
  // users: as above, and no row has a number yet.
  '0020_profile_and_privacy.sql': ['require-concurrent-index-creation'],
}

/** Squawk on each migration: no lock that stops a service that runs, no step back that its older nodes would not survive. */
export function checkMigrations(): Promise<string[]> {
  return Promise.resolve(lintMigrations(folder))
}

/** @param at a folder of .sql files */
export function lintMigrations(at: string): string[] {
  const files = readdirSync(at).filter((name) => name.endsWith('.sql'))
  if (files.length === 0) return [`there is no migration in ${at}`]
  return files.flatMap((name) => {
    const exclude = [...elsewhere, ...(grown[name] ?? [])].join(',')
    const words = ['--assume-in-transaction', '--pg-version', oldest, '--reporter', 'gcc', '--exclude', exclude]
    const { status, stdout, stderr, error } = spawnSync('squawk', [...words, path.join(at, name)], { encoding: 'utf8' })
    if (error !== undefined) return [error.message]
    return status === 0 ? [] : (stdout + stderr).trim().split('\n')
  })
}
