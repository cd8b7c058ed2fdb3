// Runs in a network and with mounts of its own: starts an engine, then does what an owner does, and looks at what comes of it.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pagePolicy } from '../../apps/server/src/platform/static/security-headers.ts'
import { ask, askForSocket, askRelay } from './ask.ts'
import { Engine } from './engine.ts'
import { standIn } from './images.ts'
import { domain, root, version } from './place.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'soroka-rehearsal-'))
const file = (name: string): string => path.join(folder, name)
const run = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8', cwd: root })

run('ip', 'link', 'set', 'lo', 'up')
// What an engine remembers of a running machine: this one has just been switched on.
for (const at of ['/run', '/dev/shm']) run('mount', '-t', 'tmpfs', 'tmpfs', at)
writeFileSync(file('hosts'), `127.0.0.1 localhost ${domain}\n`)
run('mount', '--bind', file('hosts'), '/etc/hosts')

const engine = await Engine.start()
Object.assign(process.env, {
  DOCKER_HOST: engine.address,
  // The deployment of this checkout, if there is one, keeps its settings.
  SOROKA_ENV_FILE: file('env'),
  SOROKA_VERSION: version,
  POSTGRES_IMAGE: standIn,
  REDIS_IMAGE: standIn,
  POSTGRES_INITDB_ARGS: '--locale=C.UTF-8',
})

/** One of the scripts, its words on ours; @returns them. */
async function script(name: string, ...args: string[]): Promise<string> {
  const { code, said } = await scriptIn(root, name, ...args)
  if (code !== 0) throw new Error(`scripts/${name}.sh ended with ${code}`)
  return said
}

async function scriptIn(cwd: string, name: string, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(`scripts/${name}.sh`, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    process.stdout.write(chunk.toString().replace(/^(?=.)/gm, '    '))
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

let passed = 0
let failed = 0
async function step(name: string, what: () => Promise<unknown>): Promise<void> {
  console.log(`▸ ${name}`)
  const start = performance.now()
  try {
    await what()
    passed++
    console.log(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  } catch (error) {
    failed++
    console.log(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function equal(got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`${String(got)}, not ${String(wanted)}`)
}

function container(service: string): string {
  const id = run('podman', 'ps', '-aq', '--filter', `label=com.docker.compose.service=${service}`).trim()
  if (!/^[0-9a-f]+$/.test(id)) throw new Error(`there is no container of ${service}`)
  return id
}

/** As if nothing had ever run here; the images stay. */
function removeAll(): void {
  run('podman', 'rm', '--all', '--force', '--time', '1')
  run('podman', 'volume', 'rm', '--all', '--force')
}

let ca = ''
let token = ''
const people = async (...args: string[]): Promise<void> => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'people.ts'), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: file('ca.crt') },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  equal(code, 0)
}

removeAll()
try {
  await step('setup writes the settings', () =>
    script('setup', domain, '--tls', 'internal', '--external-ip', '198.51.100.7'),
  )
  await step('deploy starts everything, healthy', async () => {
    token = /set-up token: (\S+)/.exec(await script('deploy', '--no-build'))?.[1] ?? ''
    if (token === '') throw new Error('no set-up token was shown')
  })
  await step('every container is confined', async () => {
    const all = JSON.parse(run('podman', 'inspect', ...run('podman', 'ps', '-q').trim().split('\n'))) as Inspected[]
    equal(all.length, 6)
    for (const { Name, Config, HostConfig } of all) {
      if (/^(0|root|)(:|$)/.test(Config.User)) throw new Error(`${Name} is root`)
      if (!HostConfig.ReadonlyRootfs || HostConfig.Memory === 0 || HostConfig.PidsLimit === 0)
        throw new Error(`${Name} can write or has no limits`)
      if (!HostConfig.SecurityOpt.some((one) => one.startsWith('no-new-privileges')))
        throw new Error(`${Name} may gain rights`)
    }
  })
  await step('the sign-in page comes over TLS with its policy', async () => {
    ca = run('podman', 'exec', container('caddy'), 'cat', '/data/caddy/pki/authorities/local/root.crt')
    writeFileSync(file('ca.crt'), ca)
    const page = await ask('/', ca)
    equal(page.status, 200)
    const nonce = /nonce="([0-9a-f]{32})"/.exec(page.text)?.[1] ?? ''
    equal(page.headers['content-security-policy'], pagePolicy(nonce, ` wss://${domain}`))
    equal(page.headers.server, undefined)
  })
  await step('the API answers, the inner pages do not', async () => {
    equal((await ask('/api/openapi.json', ca)).status, 200)
    for (const at of ['/metrics', '/healthz', '/readyz', '/dev/mail'])
      if ((await ask(at, ca)).headers['x-request-id'] !== undefined) throw new Error(`${at} reaches the server`)
  })
  await step('a socket without a ticket is refused by the server itself', async () =>
    equal(await askForSocket(ca), 401),
  )
  await step('the relay answers over TLS with the certificate of Caddy', async () => equal(await askRelay(ca), 0x0101))
  await step('two people sign up and write', () => people('write', token))
  await step('the backend is killed and comes back', async () => {
    // Not by the engine, which would take it for somebody's wish.
    const pid = Number(run('podman', 'inspect', '--format', '{{.State.Pid}}', container('backend')))
    if (!(pid > 1)) throw new Error('it does not run')
    process.kill(pid, 'SIGKILL')
    for (let tries = 0; (await ask('/api/openapi.json', ca).catch(() => ({ status: 0 }))).status !== 200; tries++) {
      if (tries > 100) throw new Error('it stays away')
      await pause(200)
    }
  })
  await step('a backup is written and proven', async () => {
    const said = await script('backup', '--new-key')
    writeFileSync(file('key'), `${/AGE-SECRET-KEY-\S+/.exec(said)?.[0] ?? ''}\n`, { mode: 0o600 })
    await script('backup', '--to', folder)
  })
  await step('a new machine gets everything back from that one file', async () => {
    removeAll()
    rmSync(file('env'))
    const backup = readdirSync(folder).find((name) => name.endsWith('.tar.age')) ?? ''
    await script('restore', file(backup), '--key-file', file('key'), '--yes')
    ca = run('podman', 'exec', container('caddy'), 'cat', '/data/caddy/pki/authorities/local/root.crt')
    writeFileSync(file('ca.crt'), ca)
  })
  await step('the password opens the account there, and the message can be read', () => people('read'))
  await step('a restic repository takes it and gives it back', async () => {
    await script('backup', '--restic', file('repository'), '--keep', '1')
    const key = /^RESTIC_PASSWORD=(.*)$/m.exec(readFileSync(file('env'), 'utf8'))?.[1] ?? ''
    writeFileSync(file('repository-key'), `${key}\n`, { mode: 0o600 })
    await script('restore', '--restic', file('repository'), '--key-file', file('repository-key'), '--yes')
    await people('read')
  })
  await step('it goes back to a moment: the message of before can be read, what came after is gone', async () => {
    await script('backup', '--base')
    await pause(2000)
    const moment = new Date().toISOString()
    await pause(2000)
    const postgres = container('postgres')
    const sql = (text: string): string =>
      run('podman', 'exec', postgres, 'psql', '-XAtq', '-U', 'soroka', '-d', 'soroka', '-c', text).trim()
    sql('delete from messages')
    await script('restore', '--time', moment, '--yes')
    await people('read')
  })
  await step('what began with npm start moves in here from its own backup', async () => {
    chmodSync(folder, 0o711) // Postgres runs as another user, who must get through
    const env = { ...process.env, SOROKA_DATA: file('home'), PORT: '0', BACKUP_TO: file('from-home') }
    const server = spawn(process.execPath, ['apps/server/src/main.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(server.stdout, 'data')
    server.kill('SIGTERM')
    await once(server, 'exit')
    const command = (...args: string[]): string =>
      execFileSync(process.execPath, args, { encoding: 'utf8', cwd: root, env })
    const said = command('apps/server/src/commands/backup.ts', '--new-key')
    writeFileSync(file('home-key'), `${/AGE-SECRET-KEY-\S+/.exec(said)?.[0] ?? ''}\n`, { mode: 0o600 })
    command('apps/server/src/commands/backup.ts')
    const backup = readdirSync(file('from-home')).find((name) => name.endsWith('.age')) ?? ''
    await script('restore', path.join(file('from-home'), backup), '--key-file', file('home-key'), '--yes')
    equal(
      run('podman', 'exec', container('backend'), 'cat', '/data/secrets.json'),
      readFileSync(file('home/secrets.json'), 'utf8'),
    )
    ca = run('podman', 'exec', container('caddy'), 'cat', '/data/caddy/pki/authorities/local/root.crt')
    equal((await ask('/api/openapi.json', ca)).status, 200)
  })
  await step('an update that does not become healthy goes back by itself', async () => {
    const checkout = file('checkout')
    const git = (...args: string[]): string =>
      run('git', '-C', checkout, '-c', 'user.name=r', '-c', 'user.email=r@r', ...args)
    run('git', 'clone', '--quiet', root, checkout)
    const compose = path.join(checkout, 'deploy/compose.yml')
    writeFileSync(compose, readFileSync(compose, 'utf8').replace('stop_grace_period: 15s', 'command: ["false"]'))
    git('checkout', '--quiet', '-b', 'broken')
    git('commit', '--quiet', '--all', '--message', 'Break the backend')
    git('checkout', '--quiet', '-')
    process.env['SOROKA_PATIENCE'] = '45'
    const { code, said } = await scriptIn(checkout, 'update', '--to', 'broken', '--no-backup', '--no-build')
    equal(code, 1)
    if (!said.includes('Going back')) throw new Error('it did not go back')
    equal((await ask('/api/openapi.json', ca)).status, 200)
  })
  await step('the doctor finds nothing wrong', () => script('doctor'))
} finally {
  removeAll()
  await engine.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

interface Inspected {
  Name: string
  Config: { User: string }
  HostConfig: { ReadonlyRootfs: boolean; Memory: number; PidsLimit: number; SecurityOpt: string[] }
}
