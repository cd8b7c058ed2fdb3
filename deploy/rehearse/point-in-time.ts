// `npm run rehearse:time`: a PostgreSQL of Debian's, its archive, and the way back to a moment, by the files that a deployment
// uses: rows written before the moment are there, rows written after it are not.
import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from './place.ts'

const [bin] = globSync('/usr/lib/postgresql/*/bin').sort().toReversed()
if (bin === undefined) {
  console.error('It needs a PostgreSQL: apt-get install -y --no-install-recommends postgresql')
  process.exit(2)
}
const folder = mkdtempSync(path.join(tmpdir(), 'soroka-time-'))
const data = path.join(folder, 'data')
const archive = path.join(folder, 'archive')
for (const name of ['base', 'log']) mkdirSync(path.join(archive, name), { recursive: true })
// PostgreSQL does not run as root.
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
if (process.getuid?.() === 0) execFileSync('chown', ['-R', '65534:65534', folder])
const env = {
  PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  PGDATA: data,
  PGHOST: folder,
  PGUSER: 'soroka',
  PGDATABASE: 'postgres',
  LC_ALL: 'C.UTF-8',
}
const options = { ...account, env, cwd: folder, encoding: 'utf8' } as const
const run = (program: string, ...args: string[]): string => execFileSync(program, args, options).trim()
const sql = (text: string): string => run('psql', '-XAtqc', text)
const source = (name: string): string => readFileSync(path.join(root, 'deploy/postgres', name), 'utf8')
const start = (): string => run('pg_ctl', '-w', '-l', 'log', '-o', `-k ${folder} -c listen_addresses=''`, 'start')
const stop = (): string => run('pg_ctl', '-w', '-m', 'fast', 'stop')

/** A script of deploy/postgres, as `sh -s` in the container gets it. */
function script(name: string, ...args: string[]) {
  const file = path.join(folder, name)
  writeFileSync(file, source(name), { mode: 0o755 })
  const { status, stdout, stderr } = spawnSync('sh', [file, ...args], {
    ...options,
    input: `insert into words values ('of the settling')`,
  })
  return { ok: status === 0, said: stdout + stderr }
}
const recover = (time: string) => script('recover.sh', archive, time)
const words = (): string => sql('select string_agg(word, $$,$$ order by word) from words')

let passed = 0
let failed = 0
async function step(name: string, what: () => Promise<void> | void): Promise<void> {
  try {
    await what()
    passed++
    console.log(`✓ ${name}`)
  } catch (error) {
    failed++
    console.log(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
function equal(got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`${String(got)}, not ${String(wanted)}`)
}
const second = async (): Promise<string> => {
  await pause(1100)
  const now = sql('select now()')
  await pause(1100)
  return now
}

try {
  run('initdb', '-D', data, '-U', 'soroka', '--auth=trust')
  start()
  writeFileSync(path.join(folder, 'archive.sql'), source('archive.sql'))
  run('psql', '-Xq', '-v', `archive=${archive}`, '-f', path.join(folder, 'archive.sql'))
  stop()
  start()
  sql('create table words (word text)')
  const tooEarly = await second()
  let between = ''
  let later = ''

  await step('a base backup is taken while it works, and compared', () => {
    const { ok, said } = script('base-backup.sh', archive, '2')
    if (!ok) throw new Error(said)
    equal(readdirSync(path.join(archive, 'base')).length, 1)
  })
  await step('the log of a minute without a full segment reaches the archive', async () => {
    await pause(1100)
    sql(`insert into words values ('before')`)
    between = await second()
    sql(`insert into words values ('after')`)
    later = await second()
    sql('select pg_current_xact_id()') // the end of a log does not tell whether it has got to a moment, a later change does
    sql('select pg_switch_wal()')
    for (
      let tries = 0;
      sql(`select last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) from pg_stat_archiver`) !== 't';
      tries++
    ) {
      if (tries > 100) throw new Error(sql('select last_failed_wal from pg_stat_archiver'))
      await pause(100)
    }
  })
  await step('it refuses while PostgreSQL runs', () => equal(recover(between).said.includes('still runs'), true))
  stop()
  await step(
    'a moment before the first base backup, or after the end of the log, is refused, and nothing changes',
    () => {
      equal(/no base backup/.test(recover(tooEarly).said), true)
      equal(/does not get there[^]*before configured recovery target/.test(recover('2100-01-01').said), true)
      start()
      equal(words(), 'after,before')
      stop()
    },
  )
  await step('a base backup with a byte that changed is not started', () => {
    const [base = ''] = readdirSync(path.join(archive, 'base'))
    const file = path.join(archive, 'base', base, 'global/pg_control')
    const bytes = readFileSync(file)
    writeFileSync(file, Buffer.from(bytes).fill(1, 4000, 4001))
    equal(recover(between).said.includes('differs from its manifest'), true)
    writeFileSync(file, bytes)
  })
  await step('what was written before the moment is there, what was written after it is not', () => {
    const { ok, said } = recover(between)
    if (!ok) throw new Error(said)
    start()
    equal(words(), 'before,of the settling')
  })
  await step('after that both histories can be reached', async () => {
    if (!script('base-backup.sh', archive, '2').ok) throw new Error('no base backup of the new one')
    sql(`insert into words values ('in the new history')`)
    const newest = await second()
    sql('delete from words')
    stop()
    for (const [time, wanted] of [
      [later, 'after,before,of the settling'],
      [newest, 'before,in the new history,of the settling,of the settling'],
    ] as const) {
      const { ok, said } = recover(time)
      if (!ok) throw new Error(said)
      start()
      equal(words(), wanted)
      stop()
    }
  })
} finally {
  spawnSync('pg_ctl', ['-m', 'immediate', 'stop'], options)
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
