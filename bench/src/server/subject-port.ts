import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type SubjectCommand =
  | { do: 'cost'; collect?: boolean }
  | { do: 'publish'; chat: string; count: number; batch: number; size: number }

/** Cost so far: CPU of the process in seconds, memory in bytes. */
export interface Cost {
  cpuSeconds: number
  rss: number
  used: number
}
export type SubjectAnswer = Partial<Cost> & { port?: number }

/** A child process that answers numbered questions. */
export class Child<Command, Answer> {
  readonly process: ChildProcess
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly ready: Promise<Answer>
  #last = 0

  constructor(file: string, args: readonly string[]) {
    this.ready = new Promise((resolve) => this.#waiting.set(0, resolve))
    this.process = fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: ['--expose-gc'] })
    this.process.on('message', ({ id, answer }: { id: number; answer: Answer }) => {
      this.#waiting.get(id)?.(answer)
      this.#waiting.delete(id)
    })
    this.process.on('exit', (code) => {
      if (code !== null && code !== 0) throw new Error(`${file} ended with ${code}`)
    })
  }

  ask(command: Command): Promise<Answer> {
    const id = ++this.#last
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.process.send({ id, command })
    })
  }

  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve))
    this.process.kill('SIGKILL')
    await gone
  }
}
