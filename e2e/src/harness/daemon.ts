import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { answers } from './ports.ts'

interface Options {
  name: string
  program(): Promise<string>
  args: readonly string[]
  /** Where it listens once it is ready. */
  port: number
  /** What it is set up by; goes with it. */
  folder: string
}

/** A program of somebody else that a story starts, kills and starts again. */
export class Daemon {
  readonly #options: Options
  #process: ChildProcess | undefined

  constructor(options: Options) {
    this.#options = options
  }

  async up(): Promise<void> {
    const { name, program, args, port } = this.#options
    const child = spawn(await program(), args, { stdio: 'ignore' })
    this.#process = child
    for (let tries = 0; tries < 200; tries++) {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`)
      if (await answers(port)) return
      await pause(50)
    }
    throw new Error(`${name} did not become ready`)
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.#options.folder, { recursive: true, force: true })
  }
}
