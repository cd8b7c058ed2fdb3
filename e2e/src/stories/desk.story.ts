import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { launchChromium } from '../harness/chromium.ts'
import { phoneInEnglish } from '../harness/looks.ts'
import { Person, password } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { Turn } from '../harness/turn.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

// On a phone the owner's, on a wide screen his too: whom he suspends has the other one.
describe.each(phoneInEnglish)('the desk on a $width, $language, $scheme', (look) => {
  let server: Server
  let turn: Turn
  let anna: Person
  let boris: Person
  keepFailures(() => [anna, boris].filter((one) => one !== undefined))

  beforeAll(async () => {
    turn = await Turn.start()
    server = await Server.start({ TURN_URLS: turn.urls('udp', 'tcp'), TURN_SECRET: turn.secret })
  })
  afterAll(async () => {
    await server?.remove()
    await turn?.remove()
  })

  const looksWell = async (name: string) => {
    expect(await accessibilityViolations(anna.page), name).toEqual([])
    await picture(anna.page, `desk-${name}-${look.width}-${look.scheme}`)
  }
  const heading = (section: string) =>
    anna.page.getByRole('heading', { name: anna.say(`admin.${section}.title`), level: 2 }).waitFor()
  /** A page of the desk by its address. */
  const open = async (section: string) => {
    await anna.page.goto(`${server.url}/admin/${section}`)
    await heading(section)
  }
  const dialog = () => anna.page.getByRole('dialog')

  test('the owner finds it in the settings, and nobody else does', async () => {
    anna = await Person.arrive(browser, server, 'Anna', 'anna@example.org', look)
    const { page } = anna
    await page.goto(`${server.url}/sign-up`)
    await page.getByText(anna.say('door.first.lead')).waitFor()
    await page.getByLabel(anna.say('door.first.place')).fill('Choir')
    await page.goto(server.url)
    await anna.page.getByRole('link', { name: anna.say('auth.createAccount') }).click()
    await page.getByLabel(anna.say('door.first.place')).fill('Choir')
    await anna.field('auth.name').fill(anna.name)
    await anna.field('auth.email').fill(anna.email)
    await anna.field('auth.password').fill(password)
    await looksWell('first-run')
    await anna.button('auth.createAccount').click()
    await anna.enterCode(await server.code(anna.email))
    await anna.button('auth.key.later').click()
    await anna.listed()
    await looksWell('nobody-yet')
    await anna.page.getByRole('link', { name: anna.say('chats.inviteFirst') }).click()
    await heading('invites')
    await anna.button('admin.invites.make').waitFor()
    boris = await Person.arrive(browser, server, 'Boris', 'boris@example.org', look)
    await boris.signUp()
    await boris.page.goto(`${server.url}/settings`)
    await boris.page.getByRole('link', { name: boris.say('account.language.title') }).waitFor()
    expect(await boris.page.getByRole('link', { name: boris.say('account.desk') }).count()).toBe(0)
    await anna.page.goto(`${server.url}/settings`)
    await anna.page.getByRole('link', { name: anna.say('account.desk') }).click()
    await anna.page.getByRole('link', { name: anna.say('admin.people.title'), exact: true }).click()
    await heading('people')
    await anna.page.getByRole('button', { name: /Boris/ }).waitFor()
    await looksWell('people')
  })

  test('whom the owner suspends is signed out at once, and reads why when he comes back', async () => {
    await anna.page.getByRole('button', { name: /Boris/ }).click()
    await looksWell('person')
    await dialog().getByLabel(anna.say('admin.suspend.why')).fill('Spam')
    const began = Date.now()
    await dialog()
      .getByRole('button', { name: anna.say('admin.suspend.action') })
      .click()
    await boris.field('auth.password').waitFor()
    expect(Date.now() - began).toBeLessThan(5000)
    await dialog()
      .getByRole('button', { name: anna.say('admin.suspend.undo') })
      .waitFor()
    await boris.trySignIn(password)
    await boris.page.getByText(boris.say('errors.ACCOUNT_SUSPENDED')).waitFor()
    await dialog()
      .getByRole('button', { name: anna.say('admin.suspend.undo') })
      .click()
    await dialog()
      .getByRole('button', { name: anna.say('admin.suspend.action') })
      .waitFor()
    await anna.page.keyboard.press('Escape')
    await boris.signIn()
  })

  test('the log tells what was done', async () => {
    await open('audit')
    const lines = anna.page.getByRole('list', { name: anna.say('admin.audit.title') }).getByRole('listitem')
    await expect.poll(() => lines.allInnerTexts()).toHaveLength(3)
    const [undone = '', done = ''] = await lines.allInnerTexts()
    expect(undone).toContain(anna.say('admin.audit.act.user_unsuspend', { actor: 'Anna', target: 'Boris' }))
    expect(done).toContain(anna.say('admin.audit.act.user_suspend', { actor: 'Anna', target: 'Boris' }))
    expect(done).toContain('Spam')
    await looksWell('log')
  })

  test('who has an invite comes in by its link to the first message; who has none reads what is needed', async () => {
    await open('place')
    expect(await anna.field('admin.place.name').inputValue()).toBe('Choir')
    await anna.page.getByText(anna.say('admin.place.modes.invite'), { exact: true }).click()
    await looksWell('place')
    await anna.button('admin.place.save').click()
    await anna.page.getByText(anna.say('admin.place.saved'), { exact: true }).waitFor()
    await open('invites')
    // There is none yet, so the page begins with making one.
    await anna.button('admin.invites.make').waitFor()
    await looksWell('invite')
    await anna.button('admin.invites.make').click()
    await anna.page.getByRole('img', { name: anna.say('admin.invites.code') }).waitFor()
    await looksWell('link')
    await anna.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await anna.button('groups.invite.copy').click()
    const link = await anna.page.evaluate(() => navigator.clipboard.readText())

    const stranger = await Person.arrive(browser, server, 'Stranger', 'stranger@example.org', look)
    await stranger.page.getByRole('link', { name: stranger.say('auth.createAccount') }).click()
    await stranger.page.getByText(stranger.say('door.mode.invite')).waitFor()
    expect(await stranger.field('auth.email').count()).toBe(0)
    await stranger.leave()

    const vera = await Person.arrive(browser, server, 'Vera', 'vera@example.org', look)
    const began = Date.now()
    await vera.page.goto('about:blank')
    await vera.page.goto(link)
    await vera.page.getByText(vera.say('door.mode.invited')).waitFor()
    await vera.page.getByText(/Choir/).waitFor()
    expect(vera.page.url()).toBe(`${server.url}/sign-up`)
    await vera.field('auth.name').fill(vera.name)
    await vera.field('auth.email').fill(vera.email)
    await vera.field('auth.password').fill(password)
    await vera.button('auth.createAccount').click()
    await vera.enterCode(await server.code(vera.email))
    await vera.button('auth.key.later').click()
    await vera.listed()
    await vera.find('anna', 'Anna')
    await vera.write('Hello from the link')
    await vera.marked('Hello from the link', 'sent')
    expect(Date.now() - began).toBeLessThan(60_000)
    expect(vera.complaints).toEqual([])
    await vera.leave()
    await open('invites')
    await anna.page.getByText(new RegExp(anna.say('admin.invites.came', { uses: 1, max: 10 }))).waitFor()
  })

  test('the doctor finds a stopped coturn, and says what to do', async () => {
    await open('doctor')
    const relay = anna.page.getByRole('listitem').filter({ hasText: anna.say('admin.doctor.name.relay') })
    const stateIs = (state: string) =>
      relay.getByRole('img', { name: anna.say(`admin.doctor.state.${state}`), exact: true }).waitFor()
    await stateIs('fine')
    await looksWell('doctor')
    await turn.kill()
    await anna.button('admin.doctor.run').click()
    await stateIs('bad')
    expect(await relay.innerText()).toContain('coturn')
    await looksWell('doctor-bad')
  })

  test('an account is deleted only by its nickname, and is gone', async () => {
    await open('people')
    await anna.page.getByRole('button', { name: /Boris/ }).click()
    await dialog()
      .getByRole('button', { name: anna.say('admin.delete.action') })
      .click()
    const last = dialog().getByRole('button', { name: anna.say('admin.delete.confirm') })
    expect(await last.isDisabled()).toBe(true)
    await dialog().getByRole('textbox').fill('@boris')
    await looksWell('delete')
    await last.click()
    await boris.field('auth.password').waitFor()
    await boris.trySignIn(password)
    await boris.page.getByText(boris.say('errors.CREDENTIALS_WRONG')).waitFor()
    await anna.page.getByText(anna.say('admin.people.is.deleted'), { exact: true }).first().waitFor()
    expect(anna.complaints).toEqual([])
  })
})
