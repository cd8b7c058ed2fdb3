import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Peer } from './peer.ts'

const settings = fileURLToPath(new URL('../../peers/settings/', import.meta.url))
const schema = '/usr/share/ejabberd/sql/pg.sql'

/** Settings of ours with what only the run knows. */
async function write(name: string, folder: string, values: Readonly<Record<string, string | number>>): Promise<string> {
  let text = await readFile(`${settings}${name}.template`, 'utf8')
  for (const [key, value] of Object.entries(values)) text = text.replaceAll(`@${key}@`, `${value}`)
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

/** Debian's daemons don't run as root. */
const own = (user: string, folder: string): unknown => execFileSync('chown', ['-R', user, folder])
const as = (user: string): string[] => ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']

/** ejabberd with rooms and archives in PostgreSQL. */
export const ejabberd: Peer = {
  adapter: 'ejabberd',
  port: 5983,
  usesRedis: false,
  missing: () =>
    existsSync(schema) ? undefined : 'apt-get install -y --no-install-recommends ejabberd erlang-p1-pgsql',
  prepare: async ({ folder, cluster, people }) => {
    await cluster.ask(await readFile(schema, 'utf8'))
    await cluster.ask(
      `INSERT INTO users (username, password, serverkey, salt, iterationcount) SELECT 'u' || i, 'pw', '', '', 0 FROM generate_series(0, ${people - 1}) i`,
    )
    await write('ejabberd.yml', folder, { DATABASE_PORT: cluster.port, PORT: 5983 })
    own('ejabberd', folder)
  },
  start: ({ folder }) => {
    const [command = '', ...args] = as('ejabberd')
    const erlang = ['erl', '-noinput', '+K', 'true', '+P', '250000', '+Q', '32000']
    const node = ['-kernel', 'inet_dist_use_interface', '{127,0,0,1}', '-mnesia', 'dir', `"${folder}/mnesia"`]
    return spawn(command, [...args, ...erlang, ...node, '-s', 'ejabberd'], {
      cwd: folder,
      env: {
        ...process.env,
        HOME: folder,
        EJABBERD_CONFIG_PATH: join(folder, 'ejabberd.yml'),
        EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
        ERL_MAX_PORTS: '32000',
        ERL_LIBS: '/usr/lib/x86_64-linux-gnu',
        ERL_EPMD_ADDRESS: '127.0.0.1',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  },
}

/** Prosody with rooms and archives in PostgreSQL. */
export const prosody: Peer = {
  adapter: 'prosody',
  port: 5984,
  usesRedis: false,
  missing: () =>
    existsSync('/usr/bin/prosody')
      ? undefined
      : 'apt-get install -y --no-install-recommends prosody lua-dbi-postgresql lua-event lua-sec',
  prepare: async ({ folder, cluster, people }) => {
    await write('prosody.cfg.lua', folder, { DATABASE_PORT: cluster.port, PORT: 5984, FOLDER: folder })
    const accounts = join(folder, 'data/localhost/accounts')
    await mkdir(accounts, { recursive: true })
    for (let i = 0; i < people; i++) await writeFile(join(accounts, `u${i}.dat`), 'return { ["password"] = "pw"; };')
    own('prosody', folder)
  },
  start: ({ folder }) => {
    const [command = '', ...args] = as('prosody')
    return spawn(command, [...args, 'prosody', '-F', '--config', join(folder, 'prosody.cfg.lua')], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  },
}
