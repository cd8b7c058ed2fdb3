import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { answer, callBrowser, controls, isFree, press, readyForCalls, ringing } from '../harness/call-steps.ts'
import { ClosedApp, givePushService, type Shown } from '../harness/closed-app.ts'
import { createGroup, mention } from '../harness/group-steps.ts'
import { phoneInEnglish } from '../harness/looks.ts'
import {
  chooseMute,
  closeEnding,
  goTo,
  letGroupTell,
  newsToast,
  openChat,
  setQuietAllDay,
  setSwitch,
  unmute,
} from '../harness/news-steps.ts'
import { NewsWatch } from '../harness/news-watch.ts'
import { type Look, Person } from '../harness/person.ts'
import { type DeliveredPush, PushService, type TestSubscription } from '../harness/push-service.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const words = {
  en: { hello: 'Is the hut still free?', group: 'Altai in July', tickets: 'The tickets are here, see you at nine' },
  ru: { hello: 'Домик ещё свободен?', group: 'Алтай в июле', tickets: 'Билеты у меня, встречаемся в девять' },
}
const hour = 3_600_000
const nothing = async () => undefined
const browser = callBrowser()

// Anna has the app open on one device and closed on her desk; Boris writes and calls.
describe.each(phoneInEnglish)('news: $width, $language, $scheme', (look) => {
  const atDesk: Look = { ...look, width: 'desktop' }
  const prefix = `${look.width}-${look.scheme}-news`
  const say = words[look.language]
  let service: PushService
  let subscriptions: TestSubscription[]
  let server: Server
  let anna: Person
  let desk: Person
  let boris: Person
  let watch: NewsWatch
  let app: ClosedApp

  beforeAll(async () => {
    service = await PushService.start()
    subscriptions = [service.subscribe(), service.subscribe(), service.subscribe()]
    server = await Server.start({ PUSH_INTERNAL_SERVICES: service.host })
    ;[anna, boris] = await meet(browser(), server, look, say.hello, atDesk)
    await Promise.all([createGroup(boris, say.group, ['anna'], nothing), putToDesk()])
    watch = await NewsWatch.of(anna)
    await goTo(anna, say.group)
  })
  afterAll(async () => {
    await server?.remove()
    await service?.stop()
  })
  keepFailures(() => [anna, desk, boris])

  async function putToDesk(): Promise<void> {
    desk = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', atDesk)
    await desk.signIn()
    await desk.installed()
    const [first, , last] = subscriptions as [TestSubscription, TestSubscription, TestSubscription]
    await givePushService(desk, first, server.url, [last])
    await desk.listed()
    app = await ClosedApp.of(desk, server.url)
  }

  /** From this chat he writes that. */
  async function writes(chat: string, text: string): Promise<void> {
    await openChat(boris, chat)
    await boris.write(text)
  }

  const pushesOf = () => subscriptions.flatMap(({ pushes }) => pushes)

  /** The push that the server sent, brought to the worker of the desk. */
  async function bring(is: (push: DeliveredPush) => boolean, from: number, by = 0): Promise<DeliveredPush> {
    const push = await (subscriptions[by] as TestSubscription).next(is, from, 20_000)
    await app.deliver(push.json)
    return push
  }
  const kind = (wanted: string) => (push: DeliveredPush) => push.payload.notification.data.kind === wanted

  async function closeDesk(): Promise<void> {
    await desk.page.goto('about:blank')
  }

  test('another chat is open: a toast with name and words, a sound, and a number on the tab and the icon', async () => {
    const before = await watch.told()
    await writes('Anna', say.tickets)
    const toast = newsToast(anna, say.tickets)
    await toast.waitFor()
    await watch.counts(1)
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await picture(anna.page, `${prefix}-toast`)
    const { toasts, knocks } = await watch.since(before)
    expect(toasts).toHaveLength(1)
    expect(toasts[0]).toContain('Boris')
    expect(knocks, 'a chatter of two notes').toBe(2)
    await toast.click()
    await anna.sees(say.tickets)
    await toast.waitFor({ state: 'detached' })
    await watch.counts(0)
  })

  test('nothing of the chat that is looked at, and what another device has read counts no more', async () => {
    const before = await watch.told()
    await boris.write('you see this')
    await anna.sees('you see this')
    await boris.marked('you see this', 'read')
    await anna.page.waitForTimeout(400)
    expect(await watch.since(before)).toMatchObject({ toasts: [], knocks: 0 })
    await watch.counts(0)

    await goTo(anna, say.group)
    await boris.write('read it there')
    await watch.counts(1)
    await desk.page.bringToFront()
    await openChat(desk, 'Boris')
    await desk.sees('read it there')
    await watch.counts(0)
    await newsToast(anna, 'read it there').waitFor({ state: 'detached', timeout: 1500 })
    await closeDesk()
  })

  test('of two tabs one tells', async () => {
    const tab = await anna.secondTab()
    await tab.getByRole('heading', { name: anna.say('chats.title') }).waitFor()
    await tab.getByText('read it there').first().waitFor()
    const before = await watch.told()
    await boris.write('to both of you')
    await tab.getByText('to both of you').first().waitFor()
    await watch.counts(1)
    await anna.page.waitForTimeout(400)
    const [here, there] = [await watch.since(before), await watch.told(tab)]
    expect([...here.toasts, ...there.toasts]).toEqual([expect.stringContaining('to both of you')])
    // The new tab was touched by nobody: it may not sound.
    expect(here.knocks + there.knocks).toBe(here.toasts.length * 2)
    await tab.close()
    await goTo(anna, 'Boris')
    await watch.counts(0)
  })

  test('mute: four choices in the menu of the chat; nothing is told or pushed of it but what calls me', async () => {
    await goTo(anna, null)
    // Two of the four on each kind of screen.
    const now = Date.now()
    const until = await chooseMute(anna, 'Boris', look.width === 'phone' ? ['hour', 'eight'] : ['tomorrow', 'forEver'])
    if (look.width === 'phone') {
      expect((until.hour - now) / hour).toBeCloseTo(1, 1)
      expect((until.eight - now) / hour).toBeCloseTo(8, 1)
    } else {
      expect(new Date(until.tomorrow + 3 * hour).toISOString(), 'in the morning of Moscow').toContain('T08:00:00')
      expect(until.forEver).toBe(Number.MAX_SAFE_INTEGER)
    }
    const [before, from] = [await watch.told(), pushesOf().length]
    await writes('Anna', 'a muted word')
    await anna.page.getByText('a muted word').first().waitFor()
    // What calls her comes after it and through.
    await chooseMute(anna, say.group, ['hour'])
    await openChat(boris, say.group)
    await boris.write('a muted word of the group')
    await mention(boris, 'An', 'look here')
    await newsToast(anna, 'look here').waitFor()
    await bring(kind('mention'), from)
    const { toasts, knocks } = await watch.since(before)
    expect(toasts.map((text) => text.includes('look here'))).toEqual([true])
    expect(knocks).toBe(2)
    expect(pushesOf().length - from).toBe(1)
    await watch.counts(0)
    const shown = await app.shows(({ body }) => body.includes('look here'))
    expect(shown.title).toBe(say.group)
    await app.clear()
  })

  test('a group tells of mentions only, or of nothing, as it was set; the server pushes the same', async () => {
    await goTo(anna, say.group)
    await letGroupTell(anna, 'mentions')
    await goTo(anna, 'Boris')
    // The mute of the group is over: its level alone decides.
    await goTo(anna, null)
    await unmute(anna, say.group)
    await unmute(anna, 'Boris')
    const [before, from] = [await watch.told(), pushesOf().length]
    await boris.write('a plain word')
    await mention(boris, 'An', 'and you?')
    await newsToast(anna, 'and you?').waitFor()
    await bring(kind('mention'), from)
    expect(await watch.since(before)).toMatchObject({ toasts: [expect.stringContaining('and you?')], knocks: 2 })

    await goTo(anna, say.group)
    await letGroupTell(anna, 'none')
    await goTo(anna, null)
    const [then, later] = [await watch.told(), pushesOf().length]
    await mention(boris, 'An', 'never mind')
    await writes('Anna', 'in private')
    await newsToast(anna, 'in private').waitFor()
    await bring(kind('message'), later)
    await app.shows(({ body }) => body === 'in private')
    expect((await watch.since(then)).toasts).toEqual([expect.stringContaining('in private')])
    expect(
      pushesOf()
        .slice(later)
        .map(({ payload }) => payload.notification.data.kind),
    ).toEqual(['message'])
    await app.clear()
  })

  test('quiet hours: it is shown where somebody looks, without a sound, and pushed nowhere', async () => {
    await anna.page.goto(`${server.url}/settings/notifications`)
    await setQuietAllDay(anna, true)
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await anna.page.evaluate(() => scrollTo(0, 0))
    await picture(anna.page, `${prefix}-settings`)
    const [before, from] = [await watch.told(), pushesOf().length]
    await boris.write('good night')
    await newsToast(anna, 'good night').waitFor()
    expect(await watch.since(before)).toMatchObject({ knocks: 0 })
    // The server looks for whom to push to a moment after the message.
    await anna.page.waitForTimeout(700)
    await setQuietAllDay(anna, false)
    await boris.write('good morning')
    const morning = await bring(kind('message'), from)
    await newsToast(anna, 'good morning').waitFor()
    expect((await watch.since(before)).knocks).toBe(2)
    expect(
      pushesOf()
        .slice(from)
        .map(({ json }) => json),
    ).toEqual([morning.json])
    await app.shows(({ body }) => body === 'good morning')
  })

  test('what is read on one device is no news on the other: the next push takes its notification away', async () => {
    await anna.page.goto(server.url)
    await goTo(anna, 'Boris')
    await anna.sees('good morning')
    await boris.marked('good morning', 'read')
    await goTo(anna, say.group)
    await letGroupTell(anna, 'all')
    await goTo(anna, null)
    const from = pushesOf().length
    await writes(say.group, 'who brings the map?')
    const push = await bring(kind('message'), from)
    expect(push.payload.notification.data.read).toHaveLength(1)
    await app.shows(({ body }) => body.includes('who brings the map?'))
    await expect.poll(async () => (await app.shown()).map(({ title }) => title)).toEqual([say.group])
    expect(push.payload.app_badge).toBe(1)
    await app.clear()
  })

  test('a call rings at the desk too: declined there, answered there, answered elsewhere, given up', async () => {
    const rings = ({ actions }: Shown) => actions.join() === 'answer,decline'
    const call = async (): Promise<Shown> => {
      const from = pushesOf().length
      await boris.button('calls.audio').click()
      const push = await bring(kind('ring'), from)
      expect(push.json).not.toContain('Boris')
      const shown = await app.shows((one) => rings(one) && one.title === 'Boris')
      expect(shown.body).toBe(desk.say('push.calls'))
      return shown
    }
    await openChat(boris, 'Anna')
    await readyForCalls(boris)
    await readyForCalls(anna)

    const first = await call()
    await ringing(anna).waitFor()
    await app.press(first.tag, 'decline')
    await boris.page.getByText(boris.say('calls.over.declined', { name: 'Anna' })).waitFor()
    await isFree(anna)
    expect(await app.shown()).toEqual([])
    await closeEnding(boris)

    // Without a press of a real finger the browser opens no window: it is asked for the right one.
    const second = await call()
    const asked = await app.pressToOpen(second.tag, 'answer')
    await desk.page.goto(server.url + asked)
    await controls(desk).waitFor()
    await isFree(anna)
    expect(new URL(desk.page.url()).hash).toBe('')
    await press(boris, 'end')
    await isFree(desk)
    await closeDesk()

    // Who comes by himself finds it ringing in the app, and no notification when he refused it there.
    await call()
    await desk.page.goto(server.url)
    await ringing(desk).waitFor()
    expect((await app.shown()).map(({ title }) => title)).toEqual(['Boris'])
    await ringing(desk)
      .getByRole('button', { name: desk.say('calls.incoming.decline'), exact: true })
      .click()
    await expect.poll(() => app.shown(), { timeout: 10_000 }).toEqual([])
    await isFree(anna)
    await closeEnding(boris)
    await closeDesk()

    const third = await call()
    const from = pushesOf().length
    await answer(anna)
    await bring(kind('ring_over'), from)
    const met = await app.shows(({ body }) => body === desk.say('push.answeredElsewhere'))
    expect(met).toMatchObject({
      tag: third.tag,
      title: 'Boris',
      actions: [],
      silent: true,
    })
    await press(boris, 'end')
    await isFree(anna)
    await app.clear()

    const fourth = await call()
    const later = pushesOf().length
    await press(boris, 'cancel')
    await bring(kind('missed_call'), later)
    expect(
      await app.shows(({ tag, body }) => tag === fourth.tag && body === desk.say('push.missed_call')),
    ).toMatchObject({
      title: 'Boris',
      actions: [],
    })
    expect(await app.shown()).toHaveLength(1)
    await app.clear()
  })

  test('a device that hides names and words gets none', async () => {
    await desk.page.goto(`${server.url}/settings/notifications`)
    // The start of the app subscribes, too.
    const told = desk.page.waitForResponse((response) => {
      const asked = response.request()
      return response.url().endsWith('/push/subscription') && asked.postData()?.includes('"hideContent":true') === true
    })
    await setSwitch(desk, 'notify.hide.title', true)
    await told
    await picture(desk.page, `${prefix}-settings-desk`)
    await closeDesk()
    const from = pushesOf().length
    await boris.write('nobody sees this')
    const push = await bring(kind('message'), from)
    expect(push.payload.notification.data.envelope).toBeUndefined()
    const shown = await app.shows(({ title }) => title === desk.say('push.message_one'))
    expect(shown.body).toBe('')
    await boris.button('calls.audio').click()
    const ring = await bring(kind('ring'), from)
    const hidden = await app.shows(({ tag }) => tag === ring.payload.notification.tag)
    expect(hidden).toMatchObject({ title: ring.payload.notification.title, body: '', actions: ['answer', 'decline'] })
    await press(boris, 'cancel')
    const missed = await bring(kind('missed_call'), from)
    await app.shows(({ title, body }) => title === missed.payload.notification.title && body === '')
    expect(JSON.stringify(await app.shown())).not.toMatch(/Boris|nobody sees this/)
    await app.clear()
  })

  test('a subscription that the browser renews, and one that is over, are replaced by new ones', async () => {
    const [first, second, third] = subscriptions as [TestSubscription, TestSubscription, TestSubscription]
    await app.changeSubscription(second)
    const from = second.pushes.length
    await boris.write('to the new place')
    const push = await second.next(kind('message'), from, 20_000)
    expect(push.payload.notification.data.envelope, 'still hidden').toBeUndefined()
    expect(first.pushes.some(({ at }) => at >= push.at)).toBe(false)

    service.unsubscribe(first)
    service.unsubscribe(second)
    await boris.write('to nobody')
    await anna.page.goto(`${server.url}/settings/notifications`)
    await anna.page.getByText(anna.say('notify.devices.state.expired')).waitFor()
    await desk.page.goto(server.url)
    await desk.listed()
    await expect
      .poll(
        async () => {
          await anna.page.reload()
          await anna.page.getByText(anna.say('notify.devices.title')).waitFor()
          return await anna.page.getByText(anna.say('notify.devices.state.active')).count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    await closeDesk()
    await boris.write('and here again')
    await third.next(kind('message'), 0, 20_000)
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, desk, boris]) expect(person.complaints, person.name).toEqual([])
    expect(service.complaints).toEqual([])
  })
})
