import { setTimeout as pause } from 'node:timers/promises'
import { patience } from '../patience.ts'
import { words } from '../words.ts'
import type { OtherBrowser } from './browser.ts'

/** Finds what is shown under this name: by its label, or by one of its lines. */
const finder = `(selector, name) => [...document.querySelectorAll(selector)].find((one) => {
  const label = one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText
  return one.checkVisibility() && label.split('\\n').some((line) => line.trim().startsWith(name))
})`

/** Somebody at a browser of another engine, who reads English. */
export class Hands {
  readonly #browser: OtherBrowser

  constructor(browser: OtherBrowser) {
    this.#browser = browser
  }

  say(key: string, values?: Record<string, string | number>): string {
    return words('en', key, values)
  }

  /** Presses the button or the link that begins with these words. */
  async press(name: string): Promise<void> {
    await this.#do(name, 'button, a', 'found.click()')
  }

  async fill(name: string, text: string): Promise<void> {
    const deed = `found.focus()
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(found), 'value').set.call(found, ${JSON.stringify(text)})
      found.dispatchEvent(new Event('input', { bubbles: true }))`
    await this.#do(name, 'input, textarea', deed)
  }

  /** Does something with `found`, once it is there. */
  async #do(name: string, selector: string, deed: string): Promise<void> {
    const find = `(${finder})(${JSON.stringify(selector)}, ${JSON.stringify(name)})`
    await this.#until(name, `(() => { const found = ${find}; if (!found) return false; ${deed}; return true })()`)
  }

  /** Waits until these words stand on the screen. */
  async sees(text: string): Promise<void> {
    await this.#until(text, `document.body.innerText.includes(${JSON.stringify(text)})`)
  }

  async #until(what: string, isThere: string): Promise<void> {
    for (const end = Date.now() + patience; Date.now() < end; await pause(100))
      if (await this.#browser.run<boolean>(isThere)) return
    throw new Error(`no "${what}" on the screen: ${await this.#browser.run<string>('document.body.innerText')}`)
  }
}
