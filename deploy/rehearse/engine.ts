import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** podman behind Docker's API, which the docker client and compose speak. */
export class Engine {
  readonly address: string
  readonly #service: ChildProcess
  #looking = true

  private constructor(address: string, service: ChildProcess) {
    this.address = address
    this.#service = service
  }

  static async start(): Promise<Engine> {
    const socket = path.join(mkdtempSync('/run/soroka-engine-'), 'podman.sock')
    const service = spawn('podman', ['system', 'service', '--time=0', `unix://${socket}`], {
      stdio: 'ignore',
    })
    for (let tries = 0; !existsSync(socket); tries++) {
      if (tries > 100 || service.exitCode !== null) throw new Error('podman does not start')
      await pause(100)
    }
    const engine = new Engine(`unix://${socket}`, service)
    void engine.#lookAfter()
    return engine
  }

  /** Without systemd nobody else runs the health checks. */
  async #lookAfter(): Promise<void> {
    while (this.#looking) {
      const ids = spawnSync('podman', ['ps', '--quiet'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
      await Promise.all(
        ids.map((id) => once(spawn('timeout', ['8', 'podman', 'healthcheck', 'run', id], { stdio: 'ignore' }), 'exit')),
      )
      await pause(1500)
    }
  }

  async stop(): Promise<void> {
    this.#looking = false
    this.#service.kill('SIGTERM')
    if (this.#service.exitCode === null) await once(this.#service, 'exit')
  }
}
