import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { needProgram, programs } from '../../../../scripts/programs.ts'
import { freePort } from '../../../../scripts/free-port.ts'
import { answers } from '../ports.ts'
import type { OtherBrowser } from './browser.ts'

interface Answer {
  id: number
  type: 'success' | 'error'
  result?: unknown
  message?: string
}

type Evaluated =
  | { type: 'success'; result: { value: string } }
  | { type: 'exception'; exceptionDetails: { text: string } }

/** Firefox, led by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it speaks by itself. */
export async function launchFirefox(): Promise<OtherBrowser> {
  const [port, profile] = [await freePort(), await mkdtemp(path.join(tmpdir(), 'soroka-firefox-'))]
  const args = ['--headless', '--no-remote', '--profile', profile, `--remote-debugging-port=${port}`]
  const child = spawn(needProgram(programs.firefox), args, { stdio: 'ignore' })
  try {
    await listens(child, port)
    const ask = await connect(`ws://127.0.0.1:${port}/session`)
    const { capabilities } = (await ask('session.new', { capabilities: {} })) as {
      capabilities: { browserVersion: string }
    }
    const { contexts } = (await ask('browsingContext.getTree', {})) as { contexts: { context: string }[] }
    const context = contexts[0]?.context
    return {
      version: `Firefox ${capabilities.browserVersion}`,
      async open(url) {
        await ask('browsingContext.navigate', { context, url, wait: 'complete' })
      },
      async run<T>(expression: string) {
        const wrapped = `(async () => JSON.stringify((await (${expression})) ?? null))()`
        const target = { context }
        const answer = (await ask('script.evaluate', { expression: wrapped, target, awaitPromise: true })) as Evaluated
        if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text)
        return JSON.parse(answer.result.value) as T
      },
      close: () => end(child, profile),
    }
  } catch (error) {
    await end(child, profile)
    throw error
  }
}

async function listens(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    if (await answers(port)) return
    await pause(100)
  }
  throw new Error('Firefox did not become ready')
}

async function end(child: ChildProcess, profile: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  await rm(profile, { recursive: true, force: true, maxRetries: 10 })
}

async function connect(url: string): Promise<(method: string, params: object) => Promise<unknown>> {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('Firefox refused the connection')))
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  let last = 0
  return async (method, params) => {
    const id = ++last
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params }))
    const answer = await answered
    if (answer.type === 'error') throw new Error(`${method}: ${answer.message}`)
    return answer.result
  }
}
