import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { needProgram, programs } from '../../../../scripts/programs.ts'
import { freePort } from '../../../../scripts/free-port.ts'
import { answers } from '../ports.ts'
import type { OtherBrowser } from './browser.ts'

/** WebKitGTK, led by WebDriver (https://www.w3.org/TR/webdriver2/), on a screen that nobody sees. */
export async function launchWebKit(): Promise<OtherBrowser> {
  const [port, display] = [await freePort(), `:${100 + (process.pid % 800)}`]
  const screen = spawn(needProgram(programs.xvfb), [display, '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: 'ignore',
  })
  await pause(1000)
  const driver = spawn(needProgram(programs.webkit), [`--port=${port}`], {
    stdio: 'ignore',
    // Its sandbox needs rights that a container does not give.
    env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  })
  const close = async () => {
    for (const child of [driver, screen]) {
      if (child.exitCode !== null) continue
      const ended = once(child, 'exit')
      child.kill()
      await ended
    }
  }
  try {
    for (let tries = 0; tries < 100 && !(await answers(port)); tries++) await pause(100)
    const ask = async <T>(path: string, body: object): Promise<T> => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: JSON.stringify(body) })
      const { value } = (await answer.json()) as { value: T & { message?: string } }
      if (!answer.ok) throw new Error(`${path}: ${value.message}`)
      return value
    }
    const [binary] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser')
    const options = { binary, args: ['--automation'] }
    const { sessionId, capabilities } = await ask<{ sessionId: string; capabilities: { browserVersion: string } }>(
      '/session',
      { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } },
    )
    const session = `/session/${sessionId}`
    await ask(`${session}/timeouts`, { script: 60_000, pageLoad: 60_000, implicit: 0 })
    return {
      version: `WebKitGTK ${capabilities.browserVersion}`,
      async open(url) {
        await ask(`${session}/url`, { url })
      },
      async run<T>(expression: string) {
        const script = `const done = arguments[arguments.length - 1];
          (async () => (await (${expression})) ?? null)().then((value) => done({ value }), (error) => done({ error: String(error) }))`
        const { value, error } = await ask<{ value: T; error?: string }>(`${session}/execute/async`, {
          script,
          args: [],
        })
        if (error !== undefined) throw new Error(error)
        return value
      },
      async close() {
        await fetch(`http://127.0.0.1:${port}${session}`, { method: 'DELETE' })
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
