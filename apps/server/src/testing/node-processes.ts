import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
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
  readonly #env: Readonly<Record<string, string>>
  readonly #logged: string[] = []
  #started = 0
  readonly #running: { url: string; child: ReturnType<typeof spawnNode> }[] = []

  private constructor(database: ScratchDatabase, folder: string, env: Readonly<Record<string, string>>) {
    this.database = database
    this.#folder = folder
    this.#env = env
  }

  /** `env`: what all of them are told beside their place. */
  static async start(count: number, env: Readonly<Record<string, string>> = {}): Promise<NodeProcesses> {
    const nodes = new NodeProcesses(await scratchDatabase(), await mkdtemp(join(tmpdir(), 'soroka-nodes-')), env)
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
    const child = spawnNode(data, address, this.#env)
    this.#running.push({ url: await this.#addressOf(child), child })
    await cp(join(data, 'secrets.json'), secrets)
  }

  /** What the nodes logged: errors alone. */
  get logged(): readonly string[] {
    return this.#logged
  }

  /** As a power cut does it. */
  async kill(at: number): Promise<void> {
    const [node] = this.#running.splice(at, 1)
    node?.child.kill('SIGKILL')
    if (node !== undefined) await once(node.child, 'exit')
  }

  /** As a new version is brought out: it is asked to end. Resolves with how long that took, in ms. */
  async drain(at: number): Promise<number> {
    const [node] = this.#running.splice(at, 1)
    const began = performance.now()
    node?.child.kill('SIGTERM')
    if (node !== undefined) await once(node.child, 'exit')
    return performance.now() - began
  }

  async stop(): Promise<void> {
    while (this.#running.length > 0) await this.kill(0)
    await this.database.drop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #addressOf(child: ReturnType<typeof spawnNode>): Promise<string> {
    let url: string | undefined
    createInterface({ input: child.stdout }).on('line', (line) => {
      url ??= /^Soroka is at (\S+)$/.exec(line)?.[1]
    })
    createInterface({ input: child.stderr }).on('line', (line) => this.#logged.push(line))
    for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
      if (url !== undefined) return url
      await pause(50)
    }
    throw new Error(`the node did not start: ${this.#logged.join('\n')}`)
  }
}

function spawnNode(
  data: string,
  { socketDir, user, database }: { socketDir: string; user: string; database: string },
  env: Readonly<Record<string, string>>,
) {
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
  // The run decides with what Node begins; a mutant comes this way.
  const { PATH, NODE_OPTIONS, MUTANT_HOLE } = process.env
  return spawn(process.execPath, [main], {
    env: {
      PATH,
      NODE_OPTIONS,
      MUTANT_HOLE,
      SOROKA_DATA: data,
      NEWCOMER_DAYS: '0',
      PORT: '0',
      LOG_LEVEL: 'error',
      DATABASE_URL: url,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
