import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByDay } from '../harness/looks.ts'
import { password, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'

const browser = oneBrowser()

async function accessible(person: Person, screen: string): Promise<void> {
  expect(await accessibilityViolations(person.page), screen).toEqual([])
}

/** The panel about the other person, opened from the chat when it does not stand there. */
async function about(person: Person): Promise<Locator> {
  const panel = person.page.getByRole('complementary').filter({ visible: true }).first()
  if (!(await panel.isVisible()))
    await person.page.locator('header [data-pane-focus]').filter({ visible: true }).first().click()
  await panel.waitFor()
  return panel
}

describe.each(phoneByDay)('two people find and check each other: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let link = ''

  beforeAll(async () => {
    server = await Server.start()
    anna = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
    await anna.signUp()
    boris = await Person.arrive(browser(), server, 'Boris', 'boris@example.org', look)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  test('one shows a link and its code', async () => {
    await anna.page.goto(`${server.url}/settings`)
    await anna.button('people.link.title').click()
    await anna.page.getByRole('img', { name: anna.say('people.link.code') }).waitFor()
    link = `http://${await anna.page.getByRole('dialog').getByText(/\/@/).innerText()}`
    await accessible(anna, 'own link')
    await anna.page.keyboard.press('Escape')
    await anna.page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('a stranger opens it, makes an account and stands in the chat', async () => {
    await boris.page.goto(link)
    await boris.page.getByRole('heading', { name: boris.say('auth.signUpTitle') }).waitFor()
    await boris.field('auth.name').fill(boris.name)
    await boris.field('auth.email').fill(boris.email)
    await boris.field('auth.password').fill(password)
    await boris.button('auth.createAccount').click()
    await boris.enterCode(await server.code(boris.email))
    await boris.button('auth.key.later').click()
    await boris.page.getByRole('main', { name: boris.say('messages.chatWith', { name: 'Anna' }) }).waitFor()
    await boris.write('https://example.org/map is the map')
    await anna.page.goto(server.url)
    await anna.accept('Boris')
    await anna.sees('is the map')
    await anna.write('thank you')
    await boris.sees('thank you')
  })

  test('a nickname that nobody has is said plainly', async () => {
    await boris.page.goto(`${server.url}/@nobody_here`)
    await boris.page.getByRole('heading', { name: /nobody_here/ }).waitFor()
    await accessible(boris, 'nobody')
    await boris.button('groups.join.toChats').click()
    await boris.open('Anna')
  })

  test('S6 both see the same digits; the mark stays after a reload', async () => {
    const digits: string[] = []
    for (const person of [anna, boris]) {
      const panel = await about(person)
      await panel.getByRole('button', { name: person.say('people.encryption.title') }).click()
      const number = panel.getByLabel(person.say('people.verify.digits'), { exact: true })
      digits.push((await number.innerText()).replace(/\s/g, ''))
      await accessible(person, 'digits')
    }
    expect(digits[0]).toMatch(/^\d{60}$/)
    expect(digits[1]).toBe(digits[0])
    await boris.button('people.verify.mark.set').click()
    await boris.button('people.verify.takeBack').waitFor()
    await boris.page.goto(server.url)
    await boris.open('Anna')
    await boris.page
      .locator('header')
      .getByRole('img', { name: boris.say('people.verify.mark.verified') })
      .first()
      .waitFor()
    expect(await anna.page.getByRole('img', { name: anna.say('people.verify.mark.verified') }).count()).toBe(0)
  })

  test('the links of the chat stand in the panel, and lead to their message', async () => {
    const panel = await about(boris)
    await panel.getByRole('tab', { name: boris.say('people.shelf.common') }).click()
    await panel.getByRole('tab', { name: boris.say('people.shelf.common') }).press('ArrowLeft')
    await panel.getByRole('link', { name: /example\.org\/map/ }).waitFor()
    await accessible(boris, 'links')
    await panel.getByRole('button', { name: /example\.org\/map/ }).click()
    await boris.sees('is the map')
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
