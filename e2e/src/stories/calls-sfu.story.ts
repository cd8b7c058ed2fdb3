import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { answer, callBrowser, hears, isFree, press, readyForCalls, ringing } from '../harness/call-steps.ts'
import { createGroup, leaveGroup } from '../harness/group-steps.ts'
import { hasLiveKit, LiveKitServer } from '../harness/livekit.ts'
import { signUpAll } from '../harness/people.ts'
import type { Look, Person } from '../harness/person.ts'
import { Server } from '../harness/server.ts'
import { framesShown, getsAndSees, spoilFrameKeys, watches } from '../harness/sfu-steps.ts'

const browser = callBrowser()

const looks: Record<string, Look> = {
  Anna: { width: 'desktop', language: 'en', scheme: 'dark' },
  Boris: { width: 'phone', language: 'ru', scheme: 'light' },
  Vera: { width: 'desktop', language: 'ru', scheme: 'light' },
}

describe.skipIf(!hasLiveKit())('a call of three through a server of media', () => {
  let livekit: LiveKitServer
  let server: Server
  let people: Person[] = []
  let anna: Person
  let boris: Person
  let vera: Person

  beforeAll(async () => {
    livekit = await LiveKitServer.start()
    server = await Server.start({ ...livekit.settings })
    people = await signUpAll(browser(), server, looks)
    ;[anna, boris, vera] = people as [Person, Person, Person]
    await createGroup(anna, 'Three', ['boris', 'vera'], async () => undefined)
    for (const one of people) await readyForCalls(one)
    for (const one of [boris, vera]) await one.open('Three')
  })
  afterAll(async () => {
    await server?.remove()
    await livekit?.remove()
  })
  keepFailures(() => people)

  test('all three see and hear each other, and the lock says that it is sealed', async () => {
    await anna.button('calls.group').click()
    await anna.page.getByRole('button', { name: anna.say('calls.preview.start'), exact: true }).click()
    for (const one of [boris, vera]) {
      await ringing(one).waitFor()
      await answer(one)
    }
    for (const one of people) await watches(one, 2)
    for (const one of people) await hears(one)
    for (const one of people) await one.page.getByRole('img', { name: one.say('calls.encryptedLong') }).waitFor()
    await picture(anna.page, 'desktop-dark-sfu-call')
  })

  test('a reaction of one rises at all', async () => {
    await press(anna, 'react')
    await anna.page.getByRole('menuitem', { name: '🎉' }).click()
    for (const one of [boris, vera]) await one.page.getByRole('status').getByText('🎉').waitFor()
  })

  test('the server of media dies and comes back, and so does the call', async () => {
    await livekit.kill()
    await livekit.up()
    for (const one of people) await watches(one, 2)
    for (const one of people) await hears(one)
  })

  test('our own server dies, and nobody misses a picture; it comes back, and takes in who reloaded', async () => {
    await server.down('SIGKILL')
    for (const one of people) await watches(one, 2)
    await Promise.all([vera.page.reload(), server.up()])
    for (const one of people) await watches(one, 2)
    for (const one of people) await hears(one)
  })

  test('a page with other keys gets all and sees nothing, while the others see each other', async () => {
    await vera.page.addInitScript(spoilFrameKeys)
    await vera.page.reload()
    await getsAndSees(vera, 2, 0)
    expect(await framesShown(vera)).toBe(0)
    for (const one of [anna, boris]) await getsAndSees(one, 2, 1)
  })

  test('one leaves the call and the group: the keys change twice, and the others go on', async () => {
    await press(vera, 'leave')
    await isFree(vera)
    await leaveGroup(vera)
    // Longer than the keys from before are used.
    await anna.page.waitForTimeout(6000)
    for (const one of [anna, boris]) await watches(one, 1)
    for (const one of [anna, boris]) await hears(one)
    await press(boris, 'leave')
    await press(anna, 'leave')
    for (const one of [anna, boris]) await isFree(one)
  })

  test('nothing complained on the way', () => {
    for (const one of people) expect(one.complaints, one.name).toEqual([])
  })
})
