import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByDay } from '../harness/looks.ts'
import { password, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const browser = oneBrowser()

async function accessible(person: Person, screen: string): Promise<void> {
  expect(await accessibilityViolations(person.page), screen).toEqual([])
}

/** What a camera would read. */
async function codeOf(fresh: Person): Promise<string> {
  await fresh.page.getByRole('img', { name: fresh.say('link.code') }).waitFor()
  await fresh.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await fresh.button('link.copy').click()
  await fresh.button('link.copied').waitFor()
  return fresh.page.evaluate(() => navigator.clipboard.readText())
}

async function readCode(who: Person, code: string): Promise<void> {
  await who.field('link.paste').fill(code)
  await who.button('link.look').click()
}

describe.each(phoneByDay)('a device that is linked by another: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let fresh: Person

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, 'see you at noon')
    fresh = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris, fresh])

  test('P210 no password on the new one: a code, one number on both, and the history is there', async () => {
    await fresh.page.getByRole('link', { name: fresh.say('auth.byDevice') }).click()
    const code = await codeOf(fresh)
    await accessible(fresh, 'link-code')
    await anna.page.goto(`${server.url}/settings/devices`)
    await anna.button('link.link').click()
    await anna.field('link.paste').waitFor()
    await accessible(anna, 'link-read')
    await readCode(anna, 'no code at all')
    await anna.page.getByText(anna.say('link.failed.LINK_CODE_WRONG')).waitFor()
    await readCode(anna, code)
    const digits = anna.page.getByRole('group', { name: anna.say('link.digits') })
    await digits.waitFor()
    await accessible(anna, 'link-ask')
    const own = fresh.page.getByRole('group', { name: fresh.say('link.digits') })
    await own.waitFor()
    expect(await own.innerText()).toBe(await digits.innerText())
    await accessible(fresh, 'link-seen')
    await anna.field('auth.password').fill('wrong')
    await anna.button('link.allow').click()
    await anna.page.getByText(anna.say('errors.PASSWORD_WRONG')).waitFor()
    await anna.field('auth.password').fill(password)
    const from = performance.now()
    await anna.button('link.allow').click()
    await fresh.listed()
    await fresh.open('Boris')
    await fresh.sees('see you at noon')
    expect(performance.now() - from).toBeLessThan(30_000)
    await anna.page
      .getByRole('list', { name: anna.say('account.devices.title') })
      .getByRole('listitem')
      .nth(1)
      .waitFor()
  })

  test('P211 P215 a code that was used is over; one that is refused says so, and another one is shown', async () => {
    const late = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
    await late.page.goto(`${server.url}/sign-in/link`)
    const code = await codeOf(late)
    await anna.button('link.link').click()
    await readCode(anna, code)
    await anna.button('link.notMine').click()
    await anna.page.getByText(anna.say('link.refused')).waitFor()
    await late.page.getByText(late.say('link.failed.LINK_REFUSED')).waitFor()
    await accessible(late, 'link-refused')
    await late.button('link.again').click()
    expect(await codeOf(late)).not.toBe(code)
    await anna.button('link.link').click()
    await readCode(anna, code)
    await anna.page.getByText(anna.say('link.failed.LINK_OVER')).waitFor()
    expect(late.complaints).toEqual([])
  })
})
