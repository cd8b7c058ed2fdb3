import type { BrowserContext, CDPSession, Worker } from 'playwright-core'
import type { Person } from './person.ts'
import type { TestSubscription } from './push-service.ts'

/** A notification as the browser keeps it. */
export interface Shown {
  title: string
  body: string
  tag: string
  silent: boolean
  actions: string[]
  /** When it was shown, by the worker's clock. */
  timestamp: number
}

/** What stands in a service worker; the types here are a page's. */
interface WorkerScope extends EventTarget {
  registration: ServiceWorkerRegistration
  clients: object
  NotificationEvent: new (type: string, init: { notification: Notification; action: string }) => Event
}

/**
 * Gives a page a push service that can be looked into: Chromium's own never answers without a network. Everything else of
 * the way is real: the permission, what the page tells the server, what the server sends, and what the worker does with it.
 * `later`: what the browser gives, one after the other, to a page that ends a subscription and asks for a new one.
 */
export async function givePushService(
  { page }: Person,
  subscription: TestSubscription,
  origin: string,
  later: TestSubscription[] = [],
): Promise<void> {
  await page.context().grantPermissions(['notifications'], { origin })
  await page.addInitScript(
    (places) => {
      // Which one it has now outlives the page, as in a browser.
      const [has, given] = ['push-service.has', 'push-service.given']
      const place = (at: number) => ({
        ...places[at],
        expirationTime: null,
        options: { userVisibleOnly: true, applicationServerKey: null },
        toJSON: () => ({ ...places[at], expirationTime: null }),
        unsubscribe: async () => {
          localStorage.setItem(has, 'none')
          return true
        },
      })
      const current = () => localStorage.getItem(has) ?? '0'
      PushManager.prototype.getSubscription = async () =>
        current() === 'none' ? null : (place(Number(current())) as unknown as PushSubscription)
      PushManager.prototype.subscribe = async () => {
        if (current() === 'none') {
          const next = Number(localStorage.getItem(given) ?? 0) + 1
          if (next >= places.length) throw new DOMException('this browser gives no more', 'AbortError')
          localStorage.setItem(given, `${next}`)
          localStorage.setItem(has, `${next}`)
        }
        return place(Number(current())) as unknown as PushSubscription
      }
    },
    [subscription, ...later].map((one) => one.toJSON()),
  )
  await page.reload()
}

/** The service worker of an app, and the browser's hand that brings it pushes. */
export class ClosedApp {
  readonly #context: BrowserContext
  readonly #cdp: CDPSession
  readonly #origin: string
  readonly #registration: string

  private constructor(context: BrowserContext, cdp: CDPSession, origin: string, registration: string) {
    this.#context = context
    this.#cdp = cdp
    this.#origin = origin
    this.#registration = registration
  }

  static async of({ page }: Person, origin: string): Promise<ClosedApp> {
    const cdp = await page.context().newCDPSession(page)
    const registration = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(origin) && !isDeleted)
        if (own) resolve(own.registrationId)
      })
    })
    await cdp.send('ServiceWorker.enable')
    return new ClosedApp(page.context(), cdp, origin, await registration)
  }

  /** Hands the worker what a push service would. */
  async deliver(data: string): Promise<void> {
    await this.#cdp.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId: this.#registration,
      data,
    })
  }

  /** The worker is stopped, as browsers do with one that has nothing to do: the next push starts it. */
  async sleep(): Promise<void> {
    await this.#cdp.send('ServiceWorker.stopAllWorkers')
  }

  async worker(): Promise<Worker> {
    for (let tries = 0; tries < 100; tries++) {
      const worker = this.#context.serviceWorkers().find((one) => one.url().startsWith(this.#origin))
      if (worker) return worker
      await new Promise((wait) => setTimeout(wait, 100))
    }
    throw new Error('no service worker runs')
  }

  async shown(): Promise<Shown[]> {
    return await (
      await this.worker()
    ).evaluate(async () => {
      const { registration } = self as unknown as WorkerScope
      // A listing while one is being shown loses it in Chromium: the app takes turns, and so does whoever watches it.
      const shown = await navigator.locks.request('soroka.notifications', () => registration.getNotifications())
      return shown.map((one) => ({
        title: one.title,
        body: one.body,
        tag: one.tag,
        silent: one.silent === true,
        actions: ((one as unknown as { actions?: { action: string }[] }).actions ?? []).map(({ action }) => action),
        timestamp: Date.now(),
      }))
    })
  }

  /** Waits until a notification says this. */
  async shows(says: (shown: Shown) => boolean, ms = 10_000): Promise<Shown> {
    let last: Shown[] = []
    for (const end = Date.now() + ms; Date.now() < end;) {
      last = await this.shown()
      const found = last.find(says)
      if (found) return found
      await new Promise((wait) => setTimeout(wait, 20))
    }
    throw new Error(`shown is ${JSON.stringify(last)}`)
  }

  /** A press on a notification, or on one of its buttons, and all that the worker does then. */
  async press(tag: string, action = '', reply?: string): Promise<void> {
    const worker = await this.worker()
    await worker.evaluate(
      async (pressed) => {
        const scope = self as unknown as WorkerScope
        const [notification] = await navigator.locks.request('soroka.notifications', () =>
          scope.registration.getNotifications({ tag: pressed.tag }),
        )
        if (!notification) throw new Error('it is not shown')
        const event = new scope.NotificationEvent('notificationclick', { notification, action: pressed.action })
        const work: Promise<unknown>[] = []
        // Only the browser's own events may be waited for.
        Object.defineProperty(event, 'waitUntil', { value: (one: Promise<unknown>) => void work.push(one) })
        Object.defineProperty(event, 'reply', { value: pressed.reply ?? null })
        scope.dispatchEvent(event)
        await Promise.all(work)
      },
      { tag, action, reply },
    )
  }

  /** The same for a press that opens a window, which browsers allow to real fingers alone. @returns the path of the window */
  async pressToOpen(tag: string, action = ''): Promise<string> {
    const worker = await this.worker()
    await worker.evaluate(() => {
      const scope = self as unknown as WorkerScope
      Object.defineProperty(scope.clients, 'openWindow', {
        configurable: true,
        value: async (path: string) => void Object.assign(scope, { opened: path }),
      })
    })
    await this.press(tag, action)
    return await worker.evaluate(() => (self as unknown as { opened: string }).opened)
  }

  /** What a browser says to the worker when it ended a subscription; the one that it gives for it is this. */
  async changeSubscription(next: TestSubscription): Promise<void> {
    await (
      await this.worker()
    ).evaluate(async (place) => {
      const scope = self as unknown as WorkerScope
      PushManager.prototype.subscribe = async () =>
        ({ toJSON: () => ({ ...place, expirationTime: null }) }) as unknown as PushSubscription
      const event = Object.assign(new Event('pushsubscriptionchange'), { oldSubscription: null, newSubscription: null })
      const work: Promise<unknown>[] = []
      Object.defineProperty(event, 'waitUntil', { value: (one: Promise<unknown>) => void work.push(one) })
      scope.dispatchEvent(event)
      await Promise.all(work)
    }, next.toJSON())
  }

  async clear(): Promise<void> {
    await (
      await this.worker()
    ).evaluate(async () => {
      const { registration } = self as unknown as WorkerScope
      await navigator.locks.request('soroka.notifications', async () => {
        for (const one of await registration.getNotifications()) one.close()
        // Closing goes its own way: what is shown under the same tag at once may go with it.
        await new Promise((wait) => setTimeout(wait, 200))
      })
    })
  }
}
