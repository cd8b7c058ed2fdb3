import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { answer, callBrowser, hears, isFree, press, readyForCalls, ringing } from '../harness/call-steps.ts'
import { Crowd } from '../harness/crowd/crowd.ts'
import { createGroup } from '../harness/group-steps.ts'
import { hasLiveKit, LiveKitServer } from '../harness/livekit.ts'
import { signUpAll } from '../harness/people.ts'
import type { Look, Person } from '../harness/person.ts'
import { Server } from '../harness/server.ts'
import { hearsAll, moving, soundOfScreen, watches } from '../harness/sfu-steps.ts'

const browser = callBrowser()

const looks: Record<string, Look> = {
  Anna: { width: 'desktop', language: 'ru', scheme: 'dark' },
  Boris: { width: 'phone', language: 'en', scheme: 'light' },
  Vera: { width: 'phone', language: 'ru', scheme: 'dark' },
}
const others = ['Gleb', 'Darya', 'Egor', 'Zoya', 'Ivan']

/** Not in the suite: on two cores it takes all there is for more than a minute. */
describe.skipIf(!hasLiveKit())('a call of eight through a server of media', () => {
  let livekit: LiveKitServer
  let server: Server
  let crowd: Crowd
  let people: Person[] = []
  let anna: Person
  let boris: Person
  let vera: Person

  beforeAll(async () => {
    livekit = await LiveKitServer.start()
    server = await Server.start({ ...livekit.settings })
    people = await signUpAll(browser(), server, looks)
    ;[anna, boris, vera] = people as [Person, Person, Person]
    crowd = await Crowd.gather({ browser: browser(), server, names: others })
    const nicknames = ['boris', 'vera', ...crowd.members.map(({ nickname }) => nickname)]
    await createGroup(anna, 'Eight', nicknames, async () => undefined)
    await anna.page.addInitScript(soundOfScreen)
    for (const one of people) await readyForCalls(one)
    for (const one of [boris, vera]) await one.open('Eight')
  })
  afterAll(async () => {
    await crowd?.remove()
    await server?.remove()
    await livekit?.remove()
  })
  keepFailures(() => people)

  test('each of the pages sees the seven others, and hears them', async () => {
    await anna.button('calls.group').click()
    const start = { name: anna.say('calls.preview.start'), exact: true }
    await anna.page.getByRole('dialog').getByRole('button', start).click()
    for (const one of [boris, vera]) {
      await ringing(one).waitFor()
      await answer(one)
    }
    await crowd.join()
    for (const one of people) await watches(one, 7)
    for (const one of people) await hearsAll(one, 7)
    for (const one of people) await one.page.getByRole('img', { name: one.say('calls.encryptedLong') }).waitFor()
    await picture(anna.page, 'desktop-dark-sfu-eight')
    await picture(boris.page, 'phone-light-sfu-eight')
  })

  test('a hand and a reaction of who has no page are seen', async () => {
    const say = (one: Person) => one.page.getByText(one.say('calls.handUp', { name: 'Gleb' })).first()
    await Promise.all([crowd.raiseHand(0), ...people.map((one) => say(one).waitFor())])
    const seen = (one: Person) => one.page.getByRole('status').getByText('🎉').waitFor()
    await Promise.all([crowd.react(1, '🎉'), ...people.map(seen)])
  })

  test('a screen is seen and its sound heard', async () => {
    await press(anna, 'screen')
    for (const one of [boris, vera]) {
      const label = one.say('calls.picture.screenOf', { name: 'Anna' })
      await one.page.getByLabel(label).waitFor()
      await hearsAll(one, 8)
    }
    await picture(boris.page, 'phone-light-sfu-screen')
    await press(anna, 'screen')
    for (const one of [boris, vera]) {
      await one.page.getByLabel(one.say('calls.picture.screenOf', { name: 'Anna' })).waitFor({ state: 'detached' })
      await hears(one)
    }
  })

  test('behind the bar no picture comes, and all are back with the screen', async () => {
    await boris.button('calls.button.minimise').click()
    await expect.poll(() => moving(boris)).toEqual({ come: 0, shown: 0 })
    await hears(boris)
    await boris.page.getByTitle(boris.say('calls.bar.back')).click()
    await watches(boris, 7)
  })

  test('all leave', async () => {
    for (const one of people) {
      await press(one, 'leave')
      await isFree(one)
    }
  })

  test('nothing complained on the way', () => {
    for (const one of people) expect(one.complaints, one.name).toEqual([])
  })
})
