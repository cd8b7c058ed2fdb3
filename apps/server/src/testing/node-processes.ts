import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findCode } from './mails.ts'
import { scratchDatabase } from './scratch-database.ts'
import type { ScratchDatabase } from './scratch-database.ts'
import type { SignUpServer } from './test-client.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Servers in processes of their own on one database, as nodes of one installation: any of them may be killed. */
export class NodeProcesses {
  readonly database: ScratchDatabase
  readonly #folder: string
  #started = 0
  readonly #running: { url: string; child: ChildProcess }[] = []

  private constructor(database: ScratchDatabase, folder: string) {
    this.database = database
    this.#folder = folder
  }

  static async start(count: number): Promise<NodeProcesses> {
    const nodes = new NodeProcesses(await scratchDatabase(), await mkdtemp(join(tmpdir(), 'soroka-nodes-')))
    for (let i = 0; i < count; i++) await nodes.add()
    return nodes
  }

  /** The address of the node that was started so many-th, of those that live. */
  url(at: number): string {
    const node = this.#running.at(at)
    if (node === undefined) throw new Error('no such node')
    return node.url
  }

  /** The oldest one that lives, for who signs up. */
  get server(): SignUpServer {
    const urlOf = () => this.url(0)
    return {
      get url() {
        return urlOf()
      },
      codeFor: (email, after) => findCode(this.database.sql, email, after),
    }
  }

  async add(): Promise<void> {
    const { address } = this.database
    if ('url' in address) throw new Error('a socket folder is needed')
    const data = join(this.#folder, `data${this.#started}`)
    await mkdir(data, { mode: 0o700 })
    const secrets = join(this.#folder, 'secrets.json')
    // All have those of the first one.
    if (this.#started++ > 0) await cp(secrets, join(data, 'secrets.json'))
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        SOROKA_DATA: data,
        PORT: '0',
        LOG_LEVEL: 'error',
        DATABASE_URL: `postgres://${address.user}@localhost/${address.database}?host=${encodeURIComponent(address.socketDir)}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#running.push({ url: await addressOf(child), child })
    await cp(join(data, 'secrets.json'), secrets)
  }

  /** As a power cut does it. */
  async kill(at: number): Promise<void> {
    const [node] = this.#running.splice(at, 1)
    node?.child.kill('SIGKILL')
    if (node !== undefined) await once(node.child, 'exit')
  }

  async stop(): Promise<void> {
    while (this.#running.length > 0) await this.kill(0)
    await this.database.drop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let out = ''
  child.stdout?.on('data', (part: Buffer) => (out += part.toString()))
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    const url = /^Soroka is at (\S+)$/m.exec(out)?.[1]
    if (url !== undefined) return url
    await pause(50)
  }
  throw new Error(`the node did not start: ${out}`)
}
