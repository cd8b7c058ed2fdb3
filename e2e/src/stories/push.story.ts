import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { ClosedApp, givePushService } from '../harness/closed-app.ts'
import { phoneByDay } from '../harness/looks.ts'
import type { Person } from '../harness/person.ts'
import { PushService, type TestSubscription } from '../harness/push-service.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const browser = oneBrowser()

describe.each(phoneByDay)('pushes: $width, $language, $scheme', (look) => {
  let service: PushService
  let subscription: TestSubscription
  let server: Server
  let anna: Person
  let boris: Person
  let app: ClosedApp
  const prefix = `${look.width}-${look.scheme}-push`
  let chat = ''

  beforeAll(async () => {
    service = await PushService.start()
    subscription = service.subscribe()
    server = await Server.start({ PUSH_INTERNAL_SERVICES: service.host })
    ;[anna, boris] = await meet(browser(), server, look, 'the first word')
    await anna.sees('the first word')
    chat = new URL(anna.page.url()).pathname
    await anna.write('come in')
    await boris.sees('come in')
    await anna.installed()
    app = await ClosedApp.of(anna, server.url)
  })
  afterAll(async () => {
    await server?.remove()
    await service?.stop()
  })
  keepFailures(() => [anna, boris])

  /** What the server really sent, from number `from` on, brought to the worker. */
  async function bring(from: number, kind = 'message') {
    const push = await subscription.next(({ payload }) => payload.notification.data.kind === kind, from, 20_000)
    await app.deliver(push.json)
    return push
  }

  test('nobody is asked at a first look; after a first message a press turns them on, and the settings test them', async () => {
    await anna.page.goto(server.url)
    await givePushService(anna, subscription, server.url)
    await anna.listed()
    await anna.page.goto(`${server.url}/settings/notifications`)
    const from = subscription.pushes.length
    await anna.button('notify.devices.test').click()
    await bring(from, 'test')
    const shown = await app.shows(({ title }) => title === anna.say('push.test'))
    expect(shown.body).toBe(anna.say('push.testText'))
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await picture(anna.page, `${prefix}-settings`)
    await app.clear()
    // The server learns a moment later which epochs this device can open.
    await anna.page.waitForTimeout(3500)
  })

  test('R21 with the app closed a push is opened on the device: name, words, one notification for the chat', async () => {
    await anna.page.goto('about:blank')
    await app.sleep()
    const from = subscription.pushes.length
    await boris.write('are you there?')
    const push = await bring(from)
    expect(push.json).not.toContain('are you there')
    expect(push.payload.notification.data.envelope, 'the sealed message rides along').toBeDefined()
    const shown = await app.shows(({ body }) => body === 'are you there?')
    expect(shown).toMatchObject({ title: 'Boris', silent: false, actions: ['reply', 'read'] })

    // The same once more: no second notification, no second sound.
    await app.deliver(push.json)
    await app.shows(({ silent }) => silent)
    expect(await app.shown()).toHaveLength(1)

    // One without the sealed message: the worker that just woke fetches it.
    await app.clear()
    await app.sleep()
    const { data } = push.payload.notification
    const notification = { ...push.payload.notification, data: { ...data, envelope: undefined } }
    await app.deliver(JSON.stringify({ ...push.payload, notification }))
    await app.shows(({ body, title }) => title === 'Boris' && body === 'are you there?')

    const next = subscription.pushes.length
    await boris.write('it is me')
    await bring(next)
    const both = await app.shows(({ body }) => body.includes('it is me'))
    expect(both).toMatchObject({ body: 'are you there?\nit is me', silent: false })
    expect(both.title).toBe(
      anna.say(look.language === 'ru' ? 'push.several_few' : 'push.several_other', { title: 'Boris', count: 2 }),
    )
    expect(await app.shown()).toHaveLength(1)
  })

  test('a reply from the notification reaches the other one with no page open, and reads the chat', async () => {
    const [{ tag } = { tag: '' }] = await app.shown()
    await app.press(tag, 'reply', 'from the pocket')
    await boris.sees('from the pocket')
    await boris.marked('it is me', 'read')
    expect(await app.shown()).toEqual([])
  })

  test('a press opens the message in the window that is there', async () => {
    await anna.page.goto(server.url)
    await anna.listed()
    // Playwright's pages all believe to be looked at.
    await anna.page.evaluate(() => {
      document.hasFocus = () => false
      dispatchEvent(new Event('blur'))
    })
    await anna.page.waitForTimeout(500)
    const from = subscription.pushes.length
    await boris.write('look here')
    await bring(from)
    const { tag } = await app.shows(({ body }) => body.includes('look here'))
    await app.press(tag)
    await anna.sees('look here')
    expect(new URL(anna.page.url()).pathname).toBe(chat)
  })

  test('what is read on a page takes its notification away', async () => {
    await app.clear()
    await anna.page.goto('about:blank')
    const from = subscription.pushes.length
    await boris.write('read me')
    await bring(from)
    await app.shows(({ body }) => body === 'read me')
    await anna.page.goto(server.url + chat)
    await anna.sees('read me')
    await expect.poll(() => app.shown(), { timeout: 10_000 }).toEqual([])
  })

  test("R21 garbage, a stranger's push and one without words still say something", async () => {
    await anna.page.goto('about:blank')
    const from = subscription.pushes.length
    await boris.write('a word to spoil')
    const { json, payload } = await subscription.next(() => true, from, 20_000)
    for (const garbage of ['', '{', '[]', '{"web_push":8030}', 'null']) {
      await app.deliver(garbage)
      await app.shows(({ tag }) => tag === 'unreadable')
      await app.clear()
    }
    // Another account, an envelope of nobody, and one that was meddled with.
    const { data } = payload.notification
    const spoilt = [
      { ...data, user: 'A'.repeat(data.user.length - 1) + 'Q' },
      { ...data, envelope: data.envelope?.replace(/.{20}$/, 'A'.repeat(20)) },
      { ...data, epoch: 77, envelope: undefined, seq: 100_000 },
    ]
    for (const [number, wrong] of spoilt.entries()) {
      await app.deliver(JSON.stringify({ ...payload, notification: { ...payload.notification, data: wrong } }))
      const shown = await app.shows(({ tag }) => tag === payload.notification.tag)
      expect(shown.title.length, `${number}`).toBeGreaterThan(2)
      expect(shown.body).not.toContain('a word to spoil')
      await app.clear()
    }
    await app.deliver(json)
    await app.shows(({ body }) => body === 'a word to spoil')
  })

  test('it is shown within half a second of the push, also by a worker that slept', async () => {
    await app.clear()
    const from = subscription.pushes.length
    await boris.write('how fast')
    const { json } = await subscription.next(() => true, from, 20_000)
    await app.deliver(json)
    await app.shows(({ body }) => body.includes('how fast'))
    const times: number[] = []
    for (let round = 0; round < 5; round++) {
      await app.clear()
      await app.sleep()
      const begun = Date.now()
      await app.deliver(json)
      await app.shows(({ body }) => body.includes('how fast'))
      times.push(Date.now() - begun)
    }
    console.log(`    shown after ${times.join(', ')} ms`)
    expect(Math.min(...times)).toBeLessThan(500)
  })
})
