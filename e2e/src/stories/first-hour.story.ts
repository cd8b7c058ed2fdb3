import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByDay } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { hold } from '../harness/voice-steps.ts'

/** Said in turns, the finder first. */
const talk = {
  ru: [
    'Билеты на субботу взял, два места у окна',
    'Отлично! Палатку беру я',
    'Тогда с меня котелок и карта',
    'И гитара 🎸',
    'Куда же без неё. Встречаемся в семь у фонтана',
    'Договорились',
  ],
  en: [
    'Got the tickets for Saturday, two seats by the window',
    'Lovely! I will bring the tent',
    'Then the kettle and the map are mine',
    'And the guitar 🎸',
    'Of course. Seven o’clock by the fountain',
    'See you there',
  ],
}

const browser = oneBrowser()

/** Nothing that axe knows of is wrong with the screen. */
async function accessible(person: Person, screen: string): Promise<void> {
  expect(await accessibilityViolations(person.page), screen).toEqual([])
}

/** Holds the entry back: what stands there meanwhile is the page alone. */
async function launches(url: string, locale: string, known: boolean): Promise<string> {
  const context = await browser().newContext({ locale })
  const page = await context.newPage()
  if (known) await page.addInitScript(() => localStorage.setItem('soroka.known', 'yes'))
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(/\/assets\/entry-[^/]+\.js$/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => document.readyState !== 'loading' && document.styleSheets.length > 0)
  const brand = page.locator('#launch')
  const shown = (await brand.isVisible()) ? await brand.innerText() : ''
  letGo()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await brand.count()).toBe(0)
  await context.close()
  return shown.replaceAll(/\s+/g, ' ').trim()
}

/** Opens the app and answers nothing of its entry until the files of these names were asked for too. */
async function opensBeside(url: string, known: boolean, names: readonly string[]): Promise<void> {
  const context = await browser().newContext({ locale: 'en-US' })
  const page = await context.newPage()
  await page.addInitScript((yes) => yes && localStorage.setItem('soroka.known', 'yes'), known)
  const asked = Promise.all(names.map((name) => page.waitForRequest(new RegExp(`/assets/${name}-[^/]+$`))))
  await page.route(/\/assets\/entry-[^/]+\.js$/, async (route) => {
    await asked
    await route.continue()
  })
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await context.close()
}

describe.each(phoneByDay)('two people meet: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  const prefix = `${look.width}-${look.scheme}`
  const lines = talk[look.language]
  const last = lines.at(-1) ?? ''

  beforeAll(async () => {
    server = await Server.start()
    anna = await Person.arrive(browser(), server, 'Анна Ветрова', 'anna@example.org', look)
    boris = await Person.arrive(browser(), server, 'Boris Gray', 'boris@example.org', look)
  })
  afterAll(async () => {
    await server?.remove()
  })

  keepFailures(() => [anna, boris])

  test('who comes for the first time sees the brand while the scripts are on their way', async () => {
    expect(await launches(server.url, 'ru-RU', false)).toBe('Сорока Приносит вести. Никому не рассказывает.')
    expect(await launches(server.url, 'en-US', false)).toBe('Soroka Carries the news. Keeps it to itself.')
    expect(await launches(server.url, 'en-US', true)).toBe('')
  })

  test('what the first screen is made of is asked for beside the entry, not after it', async () => {
    await opensBeside(server.url, false, ['AuthArea', 'auth', 'en'])
    await opensBeside(server.url, true, ['Inside', 'shell', 'inside', 'en'])
  })

  test('both sign up, with a code from the mail', async () => {
    await picture(anna.page, `${prefix}-sign-in`)
    await accessible(anna, 'sign-in')
    await anna.signUp(async (screen) => {
      await accessible(anna, screen)
      await picture(anna.page, `${prefix}-${screen}`)
    })
    await accessible(anna, 'empty list')
    await picture(anna.page, `${prefix}-empty`)
    await boris.signUp()
  })

  test('one finds the other and they write both ways, with marks', async () => {
    await boris.find('anna', 'Анна Ветрова')
    await boris.write('Привет! Это Борис 🙂')
    await anna.accept('Boris Gray', (screen) => accessible(anna, screen))
    await anna.sees('Это Борис')
    await boris.marked('Это Борис', 'read')
    await anna.field('messages.field').pressSequentially('Hello', { delay: 30 })
    await boris.page
      .getByText(boris.say('messages.typing'), { exact: true })
      .filter({ visible: true })
      .first()
      .waitFor()
    await anna.write('Hello Boris: https://example.org/a?b=1')
    await boris.sees('Hello Boris')
    const link = boris.message('Hello Boris').getByRole('link')
    expect(await link.getAttribute('rel')).toContain('noopener')
    for (const [turn, line] of lines.entries()) {
      const [writer, reader] = turn % 2 === 0 ? [boris, anna] : [anna, boris]
      await writer.write(line)
      await reader.sees(line)
    }
    await anna.marked(last, 'read')
    const [seenByAnna, seenByBoris] = [await anna.texts(), await boris.texts()]
    expect(seenByAnna).toHaveLength(8)
    expect(seenByBoris).toEqual(seenByAnna)
    await accessible(anna, 'chat')
    await picture(anna.page, `${prefix}-chat`)
  })

  test('a reload keeps everything; a second tab shows the same', async () => {
    await anna.page.reload()
    await anna.sees(last)
    const tab = await anna.secondTab()
    await tab.getByRole('link', { name: /Boris Gray/ }).click()
    await tab.getByText(last).last().waitFor()
    await boris.write('to both tabs')
    await Promise.all([anna.sees('to both tabs'), tab.getByText('to both tabs').last().waitFor()])
    await tab.getByLabel(anna.say('messages.field'), { exact: true }).fill('from the second tab')
    await tab.getByRole('button', { name: anna.say('messages.send'), exact: true }).click()
    await Promise.all([anna.sees('from the second tab'), boris.sees('from the second tab')])
    await tab.close()
    await anna.write('after the tab closed')
    await boris.sees('after the tab closed')
  })

  if (look.width === 'phone')
    test('a chat is muted and heard again by a swipe of its row', async () => {
      await boris.page.goto(server.url)
      const row = boris.page.getByRole('listitem').filter({ hasText: anna.name })
      const muted = row.getByRole('img', { name: boris.say('chats.muted') })
      const swipe = () => hold(boris, row.getByRole('link'), 50, { x: -200 })
      await swipe()
      await boris.button('chats.swipe.mute').click()
      await muted.waitFor()
      await swipe()
      await boris.button('chats.swipe.unmute').click()
      await muted.waitFor({ state: 'detached' })
      await row.getByRole('link').click()
      await boris.sees(last)
    })

  test('with the server down the app opens, reads and queues; back up, it is sent once and in order', async () => {
    await anna.installed()
    await server.down()
    await anna.page.getByText(anna.say('app.offline')).filter({ visible: true }).first().waitFor()
    await anna.write('written offline 1')
    await anna.marked('written offline 1', 'pending')
    await anna.page.reload()
    await anna.sees(last)
    await anna.sees('written offline 1')
    await anna.write('written offline 2')
    await anna.marked('written offline 2', 'pending')
    await picture(anna.page, `${prefix}-offline`)
    await server.up()
    await anna.marked('written offline 2', 'read')
    await boris.sees('written offline 2')
    const texts = (await boris.texts()).filter((text) => text.startsWith('written offline'))
    expect(texts).toEqual(['written offline 1', 'written offline 2'])
  })

  test('a second device signs in with the password and reads the whole history', async () => {
    const laptop = await Person.arrive(browser(), server, anna.name, anna.email, look)
    await laptop.signIn()
    await laptop.open('Boris Gray')
    await laptop.sees('written offline 2')
    expect(await laptop.texts()).toEqual(await boris.texts())
    await laptop.write('from my laptop')
    await Promise.all([anna.sees('from my laptop'), boris.sees('from my laptop')])
    expect(laptop.complaints).toEqual([])
    await laptop.leave()
  })

  test('signing out wipes the device', async () => {
    await anna.page.goto(`${server.url}/settings`)
    await anna.page.getByRole('button', { name: anna.say('account.signOut.action') }).click()
    await anna.page
      .getByRole('dialog')
      .getByRole('button', { name: anna.say('account.signOut.confirm'), exact: true })
      .click()
    await anna.field('auth.password').waitFor()
    const left = await anna.page.evaluate(async () => {
      const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
      return { names, local: JSON.stringify(localStorage), cookies: document.cookie }
    })
    expect(left.names.filter((name) => name !== 'soroka-accounts')).toEqual([])
    expect(left.cookies).toBe('')
    expect(left.local).not.toMatch(/anna|token|Boris/i)
  })

  test('nothing complained on the way', () => {
    expect(anna.complaints).toEqual([])
    expect(boris.complaints).toEqual([])
  })
})
