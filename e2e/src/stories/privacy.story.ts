import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../harness/chromium.ts'
import { type Look, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const looks: Look[] = [
  { width: 'phone', language: 'ru', scheme: 'light' },
  { width: 'desktop', language: 'en', scheme: 'dark' },
]

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

describe.each(looks)('what others see of me: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser, server, look, 'Hello')
  })
  afterAll(() => server?.remove())

  const settings = async (who: Person, section: string) => {
    await who.page.goto(`${server.url}/settings/${section}`)
    await who.page.getByRole('heading', { name: who.say(`account.${section}.title`), exact: true }).waitFor()
  }

  test('a status and a phone number are seen by the other, at once', async () => {
    await settings(anna, 'profile')
    await anna.field('account.status.text').fill('🌲 in the woods')
    await anna.button('account.status.set').click()
    await anna.field('account.about.words').fill('I count birds')
    await anna.field('account.about.phone').fill('12')
    await anna.button('account.profile.save').last().click()
    await anna.page.getByText(anna.say('account.about.phoneWrong')).waitFor()
    await anna.field('account.about.phone').fill('+7 916 123-45-67')
    await anna.button('account.profile.save').last().click()
    await anna.page.getByText(anna.say('account.profile.saved')).waitFor()
    expect(await anna.field('account.about.phone').inputValue()).toBe('+79161234567')
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await boris.page.getByRole('img', { name: '🌲 in the woods' }).first().waitFor()
  })

  test('who does not take calls is not rung, and the caller is told so', async () => {
    await settings(anna, 'privacy')
    const group = anna.page.getByRole('radiogroup', { name: anna.say('account.privacy.call') })
    await group.getByText(anna.say('account.privacy.audience.nobody'), { exact: true }).click()
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await boris.button('calls.audio').first().click()
    await boris.page.getByText(boris.say('errors.NOT_ACCEPTING_call')).waitFor()
    expect(await anna.page.getByRole('alertdialog').count()).toBe(0)
  })

  test('a stranger whom nobody lets write is told so, and his words are kept', async () => {
    await settings(anna, 'privacy')
    const group = anna.page.getByRole('radiogroup', { name: anna.say('account.privacy.write') })
    await group.getByText(anna.say('account.privacy.audience.nobody'), { exact: true }).click()
    const eva = await Person.arrive(browser, server, 'Eva', 'eva@example.org', look)
    await eva.signUp()
    await eva.find('anna', 'Anna')
    await eva.write('May I?')
    await eva.page.getByText(eva.say('messages.notReceived')).waitFor()
    await eva.sees('May I?')
    // Whoever writes with her goes on.
    await boris.write('Still here')
    const there = (['sent', 'delivered', 'read'] as const).map((mark) => boris.say(`messages.delivery.${mark}`))
    await boris
      .message('Still here')
      .getByRole('img', { name: new RegExp(`^(${there.join('|')})$`) })
      .waitFor()
    await eva.page.context().close()
  })

  test('the page of what the server knows names what lies there, and is saved', async () => {
    await settings(anna, 'known')
    await anna.page.getByText(anna.say('account.known.what.users_id')).click()
    await anna.page.getByText('+79161234567').waitFor()
    await anna.page.getByText(anna.say('account.known.what.blocks_blocked_id')).waitFor()
    expect(await accessibilityViolations(anna.page)).toEqual([])
    const [download] = await Promise.all([
      anna.page.waitForEvent('download'),
      anna.button('account.known.save').click(),
    ])
    const saved = JSON.parse(await readFile(await download.path(), 'utf8')) as { facts: { table: string }[] }
    expect(saved.facts.length).toBeGreaterThan(30)
  })
})
