import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { needProgram, programs } from '../../../../scripts/programs.ts'

/** A coturn on loopback with this shared secret; UDP and TCP on one port. */
export class TurnProcess {
  readonly port: number
  readonly #child: ChildProcess

  private constructor(port: number, secret: string) {
    this.port = port
    const words = [
      '-n',
      '--no-cli',
      '--no-tls',
      '--no-dtls',
      '--allow-loopback-peers',
      '--log-file=/dev/null',
      '--simple-log',
    ]
    const place = [
      '--listening-ip=127.0.0.1',
      '--relay-ip=127.0.0.1',
      `--listening-port=${port}`,
      '--realm=soroka.test',
    ]
    const proof = ['--use-auth-secret', `--static-auth-secret=${secret}`, '--pidfile=/dev/null']
    this.#child = spawn(needProgram(programs.coturn), [...words, ...place, ...proof], { stdio: 'ignore' })
  }

  static async start(port: number, secret: string): Promise<TurnProcess> {
    const turn = new TurnProcess(port, secret)
    for (let tries = 0; tries < 200; tries++) {
      const socket = connect(port, '127.0.0.1')
      const stands = await once(socket, 'connect').then(
        () => true,
        () => false,
      )
      socket.destroy()
      if (stands) return turn
      await pause(25)
    }
    throw new Error('coturn did not start')
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}
