import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import {
  answer,
  callBrowser,
  controls,
  hears,
  hearsNothing,
  isFree,
  press,
  readyForCalls,
  received,
  ringing,
  sees,
} from '../harness/call-steps.ts'
import { phoneByDay } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const browser = callBrowser()

describe.each(phoneByDay)('a call of two: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  const prefix = `${look.width}-${look.scheme}`
  const both = () => [anna, boris] as const
  const inCall = async () => {
    for (const person of both()) await sees(person)
  }
  const bothFree = async () => {
    for (const person of both()) await isFree(person)
  }

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, 'Звоню?')
    for (const person of both()) await readyForCalls(person)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  test('it rings, is answered, and both see and hear each other', async () => {
    await boris.button('calls.video').click()
    await ringing(anna).waitFor()
    await boris.page.getByText(boris.say('calls.phase.rings')).first().waitFor()
    await picture(anna.page, `${prefix}-incoming`)
    expect(await accessibilityViolations(anna.page), 'it rings').toEqual([])
    expect(await accessibilityViolations(boris.page), 'calling').toEqual([])
    await answer(anna)
    await inCall()
    for (const person of both()) await hears(person)
    await anna.page.getByText(anna.say('calls.encrypted')).first().waitFor()
    await picture(anna.page, `${prefix}-call`)
    expect(await accessibilityViolations(anna.page), 'in a call').toEqual([])
  })

  test('a microphone that is off is silence, and on again it is heard', async () => {
    await press(boris, 'mic')
    await hearsNothing(anna)
    await press(boris, 'mic')
    await hears(anna)
  })

  test('a reload comes back into the call', async () => {
    await anna.page.reload()
    await controls(anna).waitFor()
    await inCall()
    for (const person of both()) await hears(person)
  })

  test('the call goes on while the server is away, and ends when somebody hangs up afterwards', async () => {
    await server.down('SIGKILL')
    await inCall()
    await server.up()
    await inCall()
    await press(boris, 'end')
    await bothFree()
    await anna.page.getByText(anna.say('calls.line.video')).first().waitFor()
  })

  test('a call that is declined tells so', async () => {
    await boris.button('calls.audio').click()
    await ringing(anna)
      .getByRole('button', { name: anna.say('calls.incoming.decline'), exact: true })
      .click()
    await boris.page.getByText(boris.say('calls.over.declined', { name: 'Anna' })).waitFor()
    await picture(boris.page, `${prefix}-declined`)
    expect(await accessibilityViolations(boris.page), 'declined').toEqual([])
    const end = boris.page.getByRole('dialog', { name: boris.say('calls.call', { name: 'Anna' }) })
    await end.getByRole('button', { name: boris.say('calls.over.close'), exact: true }).click()
    await bothFree()
  })

  test('a call that is given up is missed', async () => {
    await boris.button('calls.audio').click()
    await ringing(anna).waitFor()
    await press(boris, 'cancel')
    await ringing(anna).waitFor({ state: 'detached' })
    await anna.page.getByText(anna.say('calls.line.missed')).first().waitFor()
    expect(await accessibilityViolations(anna.page), 'a missed call').toEqual([])
  })

  test('both call at the same moment and come into one call', async () => {
    // Straight at the buttons: a mouse would find out that the other one was quicker.
    const buttons = both().map((person) => person.button('calls.video'))
    await Promise.all(buttons.map((button) => button.evaluate((one: HTMLElement) => one.click())))
    await inCall()
    expect((await received(anna.page)).length).toBe(1)
    await press(anna, 'end')
    await bothFree()
  })

  test('another device of hers answers, and this one stops ringing', async () => {
    const other = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
    await other.signIn()
    await readyForCalls(other)
    await boris.button('calls.audio').click()
    await ringing(anna).waitFor()
    await answer(other)
    await ringing(anna).waitFor({ state: 'detached' })
    await hears(other)
    await hears(boris)
    await press(other, 'end')
    await isFree(boris)
    await other.leave()
  })

  test('nothing complained on the way', () => {
    for (const person of both()) expect(person.complaints, person.name).toEqual([])
  })
})
