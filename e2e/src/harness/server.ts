import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { patience } from './patience.ts'
import { freePort } from '../../../scripts/free-port.ts'

const repository = path.resolve(import.meta.dirname, '../../..')

/** What an owner sets in the environment. */
type Settings = Readonly<Record<string, string>>

/** The product as `npm start` runs it, on a data folder of its own. */
export class Server {
  readonly url: string
  readonly #port: number
  readonly #data: string
  #settings: Settings
  #process: ChildProcess | undefined
  #output = ''

  private constructor(port: number, data: string, settings: Settings) {
    this.#port = port
    this.#data = data
    this.#settings = settings
    this.url = `http://localhost:${port}`
  }

  static async start(settings: Settings = {}): Promise<Server> {
    const server = new Server(await freePort(), await mkdtemp(path.join(tmpdir(), 'soroka-story-')), settings)
    await server.up()
    return server
  }

  get pid(): number {
    return this.#process?.pid ?? 0
  }

  /** Starts it (again) on the same folder and port, perhaps with other settings, and waits until it is ready. */
  async up(settings: Settings = this.#settings): Promise<void> {
    this.#settings = settings
    const child = spawn(process.execPath, [path.join(repository, 'scripts/start.ts')], {
      cwd: repository,
      env: {
        ...process.env,
        // People of a story meet many in an hour.
        NEWCOMER_DAYS: '0',
        ...this.#settings,
        PORT: String(this.#port),
        HOST: 'localhost',
        SOROKA_DATA: this.#data,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    const keep = (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-20_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const deadline = Date.now() + 180_000
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.#output}`)
      const ready = await fetch(`${this.url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (ready) return
      await new Promise((wait) => setTimeout(wait, 100))
    }
    throw new Error(`the server did not become ready:\n${this.#output}`)
  }

  /** Stops it as Ctrl-C does, or at once with SIGKILL. */
  async down(signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async remove(): Promise<void> {
    await this.down()
    await rm(this.#data, { recursive: true, force: true })
  }

  /** The newest six-digit code that was mailed to an address; waits for it. */
  async code(email: string, after = 0): Promise<string> {
    const deadline = Date.now() + patience
    while (Date.now() < deadline) {
      const answer = await fetch(`${this.url}/dev/mail`, { headers: { accept: 'application/json' } })
      const mails = (await answer.json()) as { to: string; text: string; at: number }[]
      const mail = mails.filter((one) => one.to === email && one.at > after).sort((a, b) => b.at - a.at)[0]
      const code = mail?.text.match(/\b\d{6}\b/)?.[0]
      if (code) return code
      await new Promise((wait) => setTimeout(wait, 100))
    }
    throw new Error(`no code was mailed to ${email}`)
  }
}
