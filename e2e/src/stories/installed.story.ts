import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByDay } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { nextRelease } from '../harness/release.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { openPanel } from '../harness/sticker-steps.ts'

const browser = oneBrowser()
const newerServer = new URL('../harness/newer-server.ts', import.meta.url).href

let next: string
beforeAll(async () => {
  next = await nextRelease('2.0.0-story')
})
afterAll(() => rm(next, { recursive: true, force: true }))

describe.each(phoneByDay)('an installed app: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  const prefix = `${look.width}-${look.scheme}`

  beforeAll(async () => {
    server = await Server.start()
    anna = await Person.arrive(browser(), server, 'Анна Ветрова', 'anna@example.org', look)
    boris = await Person.arrive(browser(), server, 'Boris Gray', 'boris@example.org', look)
    await anna.signUp()
    await boris.signUp()
    await boris.find('anna', 'Анна Ветрова')
    await boris.write('before the road')
    await anna.accept('Boris Gray')
    await anna.sees('before the road')
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  test('the browser finds nothing that keeps it from being installed', async () => {
    await anna.installed()
    const cdp = await anna.page.context().newCDPSession(anna.page)
    const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors')
    // Playwright's contexts are like private windows, in which nothing can be installed whatever it is.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
    const { errors, data } = await cdp.send('Page.getAppManifest')
    expect(errors).toEqual([])
    for (const { src } of [...JSON.parse(data ?? '{}').icons, ...JSON.parse(data ?? '{}').screenshots])
      expect((await anna.page.request.get(new URL(src, server.url).href)).status(), src).toBe(200)
    await cdp.detach()
  })

  test('the settings say how it is installed in this browser', async () => {
    await anna.page.goto(`${server.url}/settings`)
    await anna.button('chats.install.row').click()
    await anna.page.getByRole('dialog', { name: anna.say('install.title') }).waitFor()
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await picture(anna.page, `${prefix}-install`)
    await anna.button('app.close').click()
    await anna.page.goto(server.url)
    await anna.open('Boris Gray')
  })

  test('without a server it opens; two tabs write and search, and all of it goes out once and in order', async () => {
    await server.down()
    await anna.page.reload()
    await anna.sees('before the road')
    const tab = await anna.secondTab()
    await tab.getByRole('link', { name: /Boris Gray/ }).click()
    await anna.write('offline 1')
    await anna.marked('offline 1', 'pending')
    await tab.getByLabel(anna.say('messages.field'), { exact: true }).fill('offline 2')
    await tab.getByRole('button', { name: anna.say('messages.send'), exact: true }).click()
    await anna.marked('offline 2', 'pending')
    await anna.write('offline 3')
    await tab.getByText('offline 3').last().waitFor()
    // The tab that wrote the second one is gone before anything could be sent.
    await tab.close()
    await server.up()
    await anna.marked('offline 3', 'read')
    const texts = (await boris.texts()).filter((text) => text.startsWith('offline'))
    expect(texts).toEqual(['offline 1', 'offline 2', 'offline 3'])
  })

  test('a new version is offered; a tab in the middle of a word stays as it is and goes on working', async () => {
    const other = await anna.secondTab()
    await other.getByRole('link', { name: /Boris Gray/ }).waitFor()
    await server.down()
    await anna.field('messages.field').pressSequentially('half a wo')
    await server.up({ WEB_APP: next })
    const reload = { name: anna.say('app.update.reload'), exact: true }
    await other.getByRole('button', reload).waitFor()
    // It is taken while a message waits for the network.
    await anna.offline(true)
    await other.getByRole('link', { name: /Boris Gray/ }).click()
    await other.getByLabel(anna.say('messages.field'), { exact: true }).fill('before the new version')
    await other.getByRole('button', { name: anna.say('messages.send'), exact: true }).click()
    await other
      .getByRole('img', { name: anna.say('messages.delivery.pending'), exact: true })
      .first()
      .waitFor()
    if (look.width === 'phone') await other.goBack()
    const reloaded = other.waitForEvent('load')
    await other.getByRole('button', reload).click()
    await reloaded
    await anna.offline(false)
    await boris.sees('before the new version')
    await other.goto(`${server.url}/settings`)
    await other.getByText('2.0.0-story').waitFor()
    await other.close()
    // The first tab runs the release before, whose files it may still need.
    expect(await anna.field('messages.field').inputValue()).toBe('half a wo')
    await anna.field('messages.field').pressSequentially('rd')
    await anna.button('messages.send').click()
    await boris.sees('half a word')
    expect((await boris.texts()).filter((text) => text === 'before the new version')).toHaveLength(1)
    await openPanel(anna, 'emoji')
    await anna.page.goto(`${server.url}/settings`)
    await anna.page.getByText('2.0.0-story').waitFor()
  })

  test('a server that speaks another language by now: it is said over everything, and what is written waits', async () => {
    await anna.page.goto(server.url)
    await anna.open('Boris Gray')
    await server.down()
    await server.up({ WEB_APP: next, NODE_OPTIONS: `--import=${newerServer}` })
    const told = (one: Person) => one.page.getByRole('alertdialog', { name: one.say('app.update.title') })
    for (const one of [anna, boris]) await told(one).waitFor()
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await picture(anna.page, `${prefix}-too-old`)
    await anna.button('app.update.later').click()
    await anna.write('written to nobody')
    await anna.marked('written to nobody', 'pending')
    await server.down()
    await server.up({ WEB_APP: next })
    await told(boris)
      .getByRole('button', { name: boris.say('app.update.reload') })
      .click()
    if (look.width === 'phone') await anna.page.goBack()
    await anna.button('app.update.reload').click()
    await boris.sees('written to nobody')
    await anna.page.goto(server.url)
    await anna.open('Boris Gray')
    await anna.sees('written to nobody')
    expect((await anna.texts()).filter((text) => text === 'written to nobody')).toHaveLength(1)
  })

  test('the storage of the device is taken away: signed in again, the whole history is there', async () => {
    await anna.page.goto(server.url)
    await anna.open('Boris Gray')
    await anna.sees('half a word')
    const cdp = await anna.page.context().newCDPSession(anna.page)
    await cdp.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'all' })
    await cdp.detach()
    // It happened under the eyes of an open page, which says so by itself.
    await anna.page.getByText(anna.say('auth.ended.storage_gone')).waitFor()
    await anna.signIn()
    await anna.open('Boris Gray')
    await anna.sees('half a word')
    expect(await anna.texts()).toEqual(await boris.texts())
  })

  test('nothing complained on the way', () => {
    expect(anna.complaints).toEqual([])
    expect(boris.complaints).toEqual([])
  })
})
