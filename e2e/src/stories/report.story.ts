import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { launchChromium } from '../harness/chromium.ts'
import { phoneInEnglish } from '../harness/looks.ts'
import { Person, password } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

// A stranger's message goes to the desk, and the desk lets him in nowhere.
describe.each(phoneInEnglish)('a report on a $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let vera: Person
  keepFailures(() => [anna, boris, vera].filter((one) => one !== undefined))

  beforeAll(async () => {
    server = await Server.start()
    anna = await Person.arrive(browser, server, 'Anna', 'anna@example.org', look)
    await anna.signUp()
    boris = await Person.arrive(browser, server, 'Boris', 'boris@example.org', look)
    await boris.signUp()
    vera = await Person.arrive(browser, server, 'Vera', 'vera@example.org', look)
    await vera.signUp()
  })
  afterAll(() => server?.remove())

  const looksWell = async (who: Person, name: string) => {
    expect(await accessibilityViolations(who.page), name).toEqual([])
    await picture(who.page, `report-${name}-${look.width}-${look.scheme}`)
  }
  const dialog = (who: Person) => who.page.getByRole('dialog')

  test('whoever gets a stranger’s message reports it, sees what is shown of the chat, and blocks him with it', async () => {
    await boris.find('vera', 'Vera')
    await boris.write('Win a million')
    await boris.write('Only today at https://evil.example/win')
    await boris.marked('Only today', 'sent')
    await boris.page.getByRole('link', { name: 'https://evil.example/win', exact: true }).waitFor()
    await vera.page.getByRole('link', { name: new RegExp(`^${vera.say('chats.requests.title')}`) }).click()
    await vera.page.getByRole('link', { name: /^Boris/ }).click()
    await vera.sees('Only today')
    // A stranger's link is only words.
    expect(await vera.page.getByRole('link', { name: 'https://evil.example/win', exact: true }).count()).toBe(0)
    await looksWell(vera, 'request')
    const main = vera.page.getByRole('main')
    await main.getByRole('button', { name: vera.say('messages.report'), exact: true }).click()
    await dialog(vera)
      .getByText(vera.say('reports.disclosed', { name: 'Boris' }))
      .waitFor()
    const send = dialog(vera).getByRole('button', { name: vera.say('reports.send'), exact: true })
    expect(await send.isDisabled()).toBe(true)
    await dialog(vera)
      .getByRole('radio', { name: vera.say('reports.reason.spam') })
      .check()
    await dialog(vera)
      .getByRole('checkbox', { name: /Win a million/ })
      .check()
    expect(
      await dialog(vera)
        .getByRole('checkbox', { name: /Only today/ })
        .isChecked(),
    ).toBe(true)
    expect(await dialog(vera).getByRole('switch').isChecked()).toBe(true)
    await looksWell(vera, 'sheet')
    await send.click()
    await vera.page.getByText(vera.say('reports.done'), { exact: true }).waitFor()
    expect(vera.complaints).toEqual([])
  })

  test('the desk reads the words with their proof, and suspends', async () => {
    await anna.page.goto(`${server.url}/admin/place`)
    await anna.field('admin.place.contact').fill('help@choir.example')
    await looksWell(anna, 'place')
    await anna.button('admin.place.save').click()
    await anna.page.getByText(anna.say('admin.place.saved'), { exact: true }).waitFor()
    await anna.page.goto(`${server.url}/admin`)
    const row = anna.page.getByRole('link', { name: new RegExp(anna.say('admin.reports.title')) })
    await row.getByRole('img', { name: anna.say('admin.reports.waiting_one', { count: 1 }) }).waitFor()
    await row.click()
    const card = anna.page.getByRole('article', { name: 'Boris' })
    await card.getByText('Win a million').waitFor()
    await card.getByText(anna.say('admin.reports.proved', { nickname: 'boris' })).waitFor()
    await card.getByText('@vera').waitFor()
    await looksWell(anna, 'desk')
    await card.getByRole('button', { name: anna.say('admin.suspend.action') }).click()
    const began = Date.now()
    await anna.page
      .getByRole('alertdialog')
      .getByRole('button', { name: anna.say('admin.suspend.action') })
      .click()
    await boris.page.getByText(boris.say('auth.ended.suspendedContact', { contact: 'help@choir.example' })).waitFor()
    expect(Date.now() - began).toBeLessThan(5000)
    await looksWell(boris, 'suspended')
    await anna.page.getByText(anna.say('admin.reports.none.open')).waitFor()
    await anna.page.getByText(anna.say('admin.reports.state.closed'), { exact: true }).click()
    await anna.page.getByRole('article', { name: 'Boris' }).getByText('Win a million').waitFor()
    await looksWell(anna, 'done')
    expect(anna.complaints).toEqual([])
  })

  test('the other one reads why, also when he tries again', async () => {
    await boris.trySignIn(password)
    await boris.page
      .getByText(boris.say('errors.ACCOUNT_SUSPENDED_contact', { contact: 'help@choir.example' }))
      .waitFor()
    await looksWell(boris, 'refused')
  })
})
