import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { MsgId, PushPayload } from '@soroka/protocol'
import { pushTag } from '@soroka/protocol'
import type { NoticeOptions } from './notice.ts'

const user = 'AAAAAAAAAAAAAAAAAAAAAA' as PushPayload['notification']['data']['user']
const chat = `${'A'.repeat(42)}E` as NonNullable<PushPayload['notification']['data']['chat']>

function push(seq: number, more: Partial<PushPayload['notification']['data']> = {}): PushPayload {
  const msgId = `${String(seq).padStart(21, 'A')}A` as MsgId
  const data = { user, kind: 'message' as const, at: 1_700_000_000_000 + seq, chat, seq, msgId, ...more }
  const tag = pushTag.chat(user, chat)
  const notification = { title: 'New message', navigate: '/', lang: 'en' as const, dir: 'auto' as const, tag, data }
  return { web_push: 8030, mutable: true, app_badge: 1, notification }
}

/** What the browser brings. */
const message = (text: string) => ({ json: () => JSON.parse(text) as unknown }) as PushMessageData
const said = (payload: PushPayload) => message(JSON.stringify(payload))

interface Shown {
  title: string
  options: NotificationOptions & { icon?: string }
}

/** The browser's part of a worker: one notification for each tag, one holder of a lock. */
class Desk {
  shown = new Map<string, Shown>()
  breaks = 0
  #turn: Promise<unknown> = Promise.resolve()
  #busy = false

  async showNotification(title: string, options: NotificationOptions): Promise<void> {
    if (this.breaks-- > 0) throw new TypeError('not like this')
    await this.#alone(() => this.shown.set(options.tag ?? '', { title, options }))
  }

  async getNotifications({ tag }: { tag: string }): Promise<unknown[]> {
    return await this.#alone(() => [this.shown.get(tag)].flatMap((one) => (one ? [{ data: one.options.data }] : [])))
  }

  /** Chromium forgets what is shown while somebody lists: nobody may. */
  async #alone<T>(work: () => T): Promise<T> {
    expect(this.#busy).toBe(false)
    this.#busy = true
    await new Promise((wait) => setImmediate(wait))
    this.#busy = false
    return work()
  }

  request(_name: string, _options: LockOptions, work: () => Promise<unknown>): Promise<unknown> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

let desk = new Desk()
/** What the device's database is: broken, or one that never answers. */
let database: () => unknown
let tellPush: (message: PushMessageData | null) => Promise<void>

beforeAll(async () => {
  const navigator = {
    language: 'en',
    locks: { request: (...all: Parameters<Desk['request']>) => desk.request(...all) },
  }
  const registration = {
    showNotification: (...all: Parameters<Desk['showNotification']>) => desk.showNotification(...all),
    getNotifications: (...all: Parameters<Desk['getNotifications']>) => desk.getNotifications(...all),
  }
  vi.stubGlobal('navigator', navigator)
  vi.stubGlobal('IDBRequest', class extends EventTarget {})
  vi.stubGlobal('indexedDB', { open: () => database() })
  vi.stubGlobal('self', { location: { origin: 'https://soroka.example' }, navigator, registration })
  ;({ tellPush } = await import('./push.ts'))
})
afterAll(() => void vi.unstubAllGlobals())
afterEach(() => {
  desk = new Desk()
  vi.restoreAllMocks()
})

const broken = () => {
  throw new DOMException('the disk is gone', 'UnknownError')
}
const mute = () => new IDBRequest()
const ofChat = () => desk.shown.get(pushTag.chat(user, chat)) as { title: string; options: NoticeOptions } | undefined

describe('R21 each push shows a notification', () => {
  test.each(['', '{', '[]', 'null', '7', '{"web_push":8030}', '{"notification":{"title":"x"}}'])(
    'garbage: %j',
    async (text) => {
      vi.spyOn(console, 'warn').mockImplementation(() => undefined)
      await tellPush(message(text))
      expect(desk.shown.get('unreadable')?.title).toBe('There is news in Soroka')
    },
  )

  test('a push without anything', async () => {
    await tellPush(null)
    expect(desk.shown.has('unreadable')).toBe(true)
  })

  test('the database is broken: the words of the server, and a warning', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    database = broken
    await tellPush(said(push(1)))
    expect(ofChat()?.title).toBe('New message')
    expect(warned).toHaveBeenCalled()
  })

  test('the database never answers: no longer than the server is waited for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const warned = vi.spyOn(console, 'warn')
    try {
      database = mute
      const told = tellPush(said(push(1)))
      await vi.advanceTimersByTimeAsync(10_000)
      await told
      expect(ofChat()?.title).toBe('New message')
      expect(warned, 'nothing broke, it took too long').not.toHaveBeenCalled()
    } finally {
      vi.useRealTimers()
    }
  })

  test('the browser does not take it as it is: then without all that came before', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    database = broken
    desk.breaks = 1
    await tellPush(said(push(1)))
    expect(ofChat()?.title).toBe('New message')
  })

  test('the notification that is there is of another version of the app', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    database = broken
    desk.shown.set(pushTag.chat(user, chat), { title: 'old', options: { data: { words: 1 } } })
    await tellPush(said(push(1)))
    expect(ofChat()?.title).toBe('New message')
  })

  test('twice, out of order and many at once: one notification that counts each of them once', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    database = broken
    await Promise.all([3, 1, 2, 3, 1].map((seq) => tellPush(said(push(seq)))))
    expect(desk.shown.size).toBe(1)
    const data = ofChat()?.options.data
    expect(data?.count).toBe(3)
    expect(data?.lines.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(ofChat()?.options.silent, 'what came twice makes no second sound').toBe(true)
  })
})
