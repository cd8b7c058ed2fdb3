import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import {
  answer,
  callBrowser,
  controls,
  hears,
  isFree,
  press,
  readyForCalls,
  ringing,
  sees,
} from '../harness/call-steps.ts'
import { createGroup } from '../harness/group-steps.ts'
import { signUpAll } from '../harness/people.ts'
import type { Look, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'

const browser = callBrowser()

const looks: Record<string, Look> = {
  Anna: { width: 'desktop', language: 'en', scheme: 'dark' },
  Boris: { width: 'phone', language: 'ru', scheme: 'light' },
  Vera: { width: 'desktop', language: 'ru', scheme: 'light' },
  Gleb: { width: 'phone', language: 'en', scheme: 'dark' },
}

describe('a call of four, each with each', () => {
  let server: Server
  let people: Person[] = []
  const person = (at: number): Person => {
    const found = people[at]
    if (!found) throw new Error('nobody')
    return found
  }

  beforeAll(async () => {
    server = await Server.start()
    people = await signUpAll(browser(), server, looks)
    await createGroup(person(0), 'Four', ['boris', 'vera', 'gleb'], async () => undefined)
    for (const one of people) await readyForCalls(one)
    for (const one of people.slice(1)) await one.open('Four')
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => people)

  test('it rings at all of them; two answer, one looks on', async () => {
    await person(0).button('calls.group').click()
    await person(0)
      .page.getByRole('button', { name: person(0).say('calls.preview.start'), exact: true })
      .click()
    for (const one of people.slice(1)) await ringing(one).waitFor()
    expect(await accessibilityViolations(person(1).page), 'a group rings').toEqual([])
    await answer(person(1))
    await answer(person(2))
    for (const one of people.slice(0, 3)) await sees(one, 2)
    await ringing(person(3))
      .getByRole('button', { name: person(3).say('calls.incoming.decline'), exact: true })
      .click()
    await ringing(person(3)).waitFor({ state: 'detached' })
  })

  test('who declined comes by the banner of the chat, and all four see and hear each other', async () => {
    const { page } = person(3)
    await page.getByRole('button', { name: person(3).say('calls.banner.join'), exact: true }).click()
    await page.getByRole('button', { name: person(3).say('calls.preview.join'), exact: true }).click()
    for (const one of people) await sees(one, 3)
    for (const one of people) await hears(one)
    await picture(person(0).page, 'desktop-dark-group-call')
    await picture(person(3).page, 'phone-dark-group-call')
    for (const one of [person(0), person(3)])
      expect(await accessibilityViolations(one.page), `${one.name} in a call of four`).toEqual([])
  })

  test('a screen is shown to all', async () => {
    await press(person(0), 'screen')
    await person(1)
      .page.getByText(person(1).say('calls.shares', { name: 'Anna' }))
      .first()
      .waitFor()
    expect(await accessibilityViolations(person(2).page), 'a screen is shown').toEqual([])
    await picture(person(2).page, 'desktop-light-screen')
    await press(person(0), 'screen')
  })

  test('one leaves and the others go on; the call is ended for all', async () => {
    await press(person(1), 'leave')
    await isFree(person(1))
    for (const at of [0, 2, 3]) await sees(person(at), 2)
    await press(person(0), 'more')
    await person(0)
      .page.getByRole('menuitem', { name: person(0).say('calls.who.endAll') })
      .click()
    await person(0).button('calls.who.endYes').click()
    for (const one of people) await isFree(one)
    await controls(person(2)).waitFor({ state: 'detached' })
  })

  test('nothing complained on the way', () => {
    for (const one of people) expect(one.complaints, one.name).toEqual([])
  })
})
