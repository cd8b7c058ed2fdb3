import { expect } from 'vitest'
import type { Person } from './person.ts'

/** What a page told its person of, beside what stands in its lists. */
export interface News {
  /** Words of each toast of a message, as it came up. */
  toasts: string[]
  /** Blocks that were struck: two for each message of another chat. */
  knocks: number
  /** Numbers that the app's icon was given. */
  badges: number[]
}

/** Runs before the page's own script: sound, toasts and the icon stay as they are, and are written down. */
function keepNews(): void {
  const news: News = { toasts: [], knocks: 0, badges: [] }
  Object.assign(window, { news })
  const { start } = AudioScheduledSourceNode.prototype
  AudioScheduledSourceNode.prototype.start = function (...when) {
    if (this instanceof OscillatorNode && this.context.state === 'running') news.knocks++
    start.apply(this, when)
  }
  const { showPopover } = HTMLElement.prototype
  HTMLElement.prototype.showPopover = function (...how) {
    if (this.querySelector(':scope > [role=status] button') !== null)
      news.toasts.push(this.innerText || this.textContent)
    showPopover.apply(this, how)
  }
  // Where the system has no icon to write on, Chromium has no such word.
  Object.defineProperty(Navigator.prototype, 'setAppBadge', {
    value: async (count = 0) => void news.badges.push(count),
  })
}

/** What a page tells its person, from the next load on. */
export class NewsWatch {
  readonly #person: Person

  private constructor(person: Person) {
    this.#person = person
  }

  static async of(person: Person): Promise<NewsWatch> {
    await person.page.context().addInitScript(keepNews)
    await person.page.reload()
    return new NewsWatch(person)
  }

  /** `page`: another tab than the first. */
  async told(page = this.#person.page): Promise<News> {
    return await page.evaluate(() => (window as unknown as { news: News }).news)
  }

  /** What came up since it was asked last, after the time in which it would have. */
  async since(before: News): Promise<News> {
    const now = await this.told()
    return {
      toasts: now.toasts.slice(before.toasts.length),
      knocks: now.knocks - before.knocks,
      badges: now.badges.slice(before.badges.length),
    }
  }

  /** The number that the tab tells: in its title, on its icon and on the app's. */
  async counts(count: number): Promise<void> {
    const { page, name } = this.#person
    const told = async () => {
      const [title, icons, { badges }] = await Promise.all([
        page.title(),
        page.locator('head link[rel=icon][href^="data:image/png"]').count(),
        this.told(),
      ])
      return { title: Number(/^\((\d+)\)/.exec(title)?.[1] ?? 0), icon: icons > 0, badge: badges.at(-1) }
    }
    await expect
      .poll(told, { message: `${name}: the counters`, timeout: 15_000 })
      .toEqual({ title: count, icon: count > 0, badge: count })
  }
}
