import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { needProgram, programs } from '../../../scripts/programs.ts'
import { Daemon } from './daemon.ts'
import { freePort } from '../../../scripts/free-port.ts'

/** A coturn of its own on loopback: what is relayed there and nowhere else, as on a server with a public address. */
export class Turn extends Daemon {
  readonly secret = randomBytes(24).toString('base64url')
  readonly #port: number
  readonly #tls: number
  readonly #folder: string

  private constructor(port: number, tls: number, folder: string) {
    const program = () => Promise.resolve(needProgram(programs.coturn))
    super({ name: 'coturn', program, args: ['-c', path.join(folder, 'turnserver.conf')], port, folder })
    this.#port = port
    this.#tls = tls
    this.#folder = folder
  }

  static async start(): Promise<Turn> {
    const turn = new Turn(await freePort(), await freePort(), await mkdtemp(path.join(tmpdir(), 'soroka-turn-')))
    await turn.#configure()
    await turn.up()
    return turn
  }

  /** What TURN_URLS of the server names: one way to the relay, or all. */
  urls(...ways: ('udp' | 'tcp' | 'tls')[]): string {
    const all = {
      udp: `turn:127.0.0.1:${this.#port}?transport=udp`,
      tcp: `turn:127.0.0.1:${this.#port}?transport=tcp`,
      tls: `turns:127.0.0.1:${this.#tls}?transport=tcp`,
    }
    return (ways.length === 0 ? Object.values(all) : ways.map((way) => all[way])).join(',')
  }

  async #configure(): Promise<void> {
    const [certificate, key] = [path.join(this.#folder, 'cert.pem'), path.join(this.#folder, 'key.pem')]
    const made = spawn(
      needProgram(programs.openssl),
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'].concat([
        '-subj',
        '/CN=127.0.0.1',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        key,
        '-out',
        certificate,
      ]),
      { stdio: 'ignore' },
    )
    const [code] = (await once(made, 'exit')) as [number]
    if (code !== 0) throw new Error('openssl made no certificate')
    const lines = [
      `listening-port=${this.#port}`,
      `tls-listening-port=${this.#tls}`,
      'listening-ip=127.0.0.1',
      'relay-ip=127.0.0.1',
      'realm=soroka.test',
      'use-auth-secret',
      `static-auth-secret=${this.secret}`,
      'fingerprint',
      `cert=${certificate}`,
      `pkey=${key}`,
      // Both ends of a test live on this machine; a real relay refuses it.
      'allow-loopback-peers',
      'no-cli',
      'no-dtls',
      `pidfile=${path.join(this.#folder, 'pid')}`,
      'log-file=/dev/null',
      'simple-log',
    ]
    await writeFile(path.join(this.#folder, 'turnserver.conf'), `${lines.join('\n')}\n`)
  }
}
