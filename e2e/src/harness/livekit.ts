import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureLiveKit, findLiveKit } from '../../../scripts/livekit.ts'
import { Daemon } from './daemon.ts'
import { freePort } from '../../../scripts/free-port.ts'

/** Where it can't be had, its stories are skipped; never where nobody would see that. */
export const hasLiveKit = (): boolean => process.env.CI !== undefined || findLiveKit() !== undefined

async function needLiveKit(): Promise<string> {
  await ensureLiveKit()
  const found = findLiveKit()
  if (found === undefined) throw new Error('no LiveKit: install Go, or set LIVEKIT_SERVER to its path')
  return found
}

/** A LiveKit server of its own on loopback. */
export class LiveKitServer extends Daemon {
  readonly url: string
  readonly key = 'soroka'
  readonly secret = randomBytes(32).toString('base64url')
  readonly #port: number
  readonly #folder: string

  private constructor(port: number, folder: string) {
    super({
      name: 'LiveKit',
      program: needLiveKit,
      args: ['--config', path.join(folder, 'livekit.yaml')],
      port,
      folder,
    })
    this.#port = port
    this.#folder = folder
    this.url = `ws://127.0.0.1:${port}`
  }

  static async start(): Promise<LiveKitServer> {
    const livekit = new LiveKitServer(await freePort(), await mkdtemp(path.join(tmpdir(), 'soroka-livekit-')))
    await livekit.#configure()
    await livekit.up()
    return livekit
  }

  /** What the owner of a Soroka server sets. */
  get settings(): Readonly<Record<string, string>> {
    return { LIVEKIT_URL: this.url, LIVEKIT_API_KEY: this.key, LIVEKIT_API_SECRET: this.secret }
  }

  async #configure(): Promise<void> {
    const config = {
      port: this.#port,
      bind_addresses: ['127.0.0.1'],
      // Both ends of a test live on this machine.
      rtc: {
        tcp_port: await freePort(),
        udp_port: await freePort(),
        node_ip: '127.0.0.1',
        use_external_ip: false,
        enable_loopback_candidate: true,
      },
      keys: { [this.key]: this.secret },
      logging: { level: 'error' },
    }
    // JSON is YAML.
    await writeFile(path.join(this.#folder, 'livekit.yaml'), JSON.stringify(config))
  }
}
