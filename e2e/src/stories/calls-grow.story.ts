import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { answer, callBrowser, hears, isFree, press, readyForCalls, ringing, sees } from '../harness/call-steps.ts'
import { type Look, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { beginToListen, listenToPage, longestSilence } from '../harness/silence.ts'
import { meet } from '../harness/two-people.ts'

const browser = callBrowser()

const looks: Look[] = [
  { width: 'phone', language: 'en', scheme: 'dark' },
  { width: 'desktop', language: 'ru', scheme: 'light' },
]

describe.each(looks)('a call of two grows: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let vera: Person
  const prefix = `${look.width}-${look.scheme}`
  const title = 'Anna, Boris, Vera'

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, 'Привет!')
    vera = await Person.arrive(browser(), server, 'Vera', 'vera@example.org', look)
    await vera.signUp()
    await vera.find('anna', 'Anna')
    await vera.write('Я на связи')
    if (look.width === 'phone') await anna.page.goBack()
    await anna.accept('Vera')
    if (look.width === 'phone') await anna.page.goBack()
    await anna.open('Boris')
    for (const one of [anna, boris, vera]) {
      await one.page.addInitScript(listenToPage)
      await readyForCalls(one)
    }
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris, vera])

  test('Anna adds Vera to her call with Boris, and nobody misses a word', async () => {
    await anna.button('calls.video').click()
    await ringing(boris).waitFor()
    await answer(boris)
    for (const one of [anna, boris]) await sees(one)
    for (const one of [anna, boris]) await hears(one)
    for (const one of [anna, boris]) await beginToListen(one.page)
    if (look.width === 'phone') await anna.button('groups.add.title').click()
    else {
      await press(anna, 'more')
      await anna.page.getByRole('menuitem', { name: anna.say('groups.add.title'), exact: true }).click()
    }
    const sheet = anna.page.getByRole('dialog', { name: anna.say('groups.add.title'), exact: true })
    await sheet.locator('label').filter({ hasText: 'Vera' }).getByRole('checkbox').click()
    await picture(anna.page, `${prefix}-add-people`)
    expect(await accessibilityViolations(anna.page), 'adding people').toEqual([])
    await sheet.getByRole('button', { name: anna.say('groups.add.action_one', { count: 1 }) }).click()
    await ringing(vera).waitFor()
    for (const one of [anna, boris]) await one.page.getByRole('heading', { name: title }).first().waitFor()
    await sheet.waitFor({ state: 'detached' })
    await answer(vera)
    for (const one of [anna, boris, vera]) await sees(one, 2)
    for (const one of [anna, boris, vera]) await hears(one)
    for (const one of [anna, boris])
      expect(await longestSilence(one.page), `${one.name}: the longest silence`).toBeLessThan(1000)
    await picture(anna.page, `${prefix}-grown-call`)
    expect(await accessibilityViolations(anna.page), 'in the call that has grown').toEqual([])
  })

  test('who hangs up leaves the others talking', async () => {
    await press(anna, 'leave')
    await isFree(anna)
    for (const one of [boris, vera]) await sees(one, 1)
    for (const one of [boris, vera]) await hears(one)
    for (const one of [boris, vera]) await press(one, 'leave')
    for (const one of [boris, vera]) await isFree(one)
  })

  test('the call of two stands in the history, once, as one that took place', async () => {
    for (const one of [anna, boris]) {
      const lines = one.page.getByText(one.say('calls.line.video')).filter({ visible: true })
      await expect.poll(() => lines.count(), { message: one.name }).toBe(1)
    }
  })

  test('nothing complained on the way', () => {
    for (const one of [anna, boris, vera]) expect(one.complaints, one.name).toEqual([])
  })
})
