import type { Locator } from 'playwright-core'
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

  /** Opens the sheet of people, and marks Vera there. @returns the button that calls her */
  async function chooseVera(one: Person): Promise<Locator> {
    if (look.width === 'phone') await one.button('groups.add.title').click()
    else {
      await press(one, 'more')
      await one.page.getByRole('menuitem', { name: one.say('groups.add.title'), exact: true }).click()
    }
    const sheet = one.page.getByRole('dialog', { name: one.say('groups.add.title'), exact: true })
    await sheet.locator('label').filter({ hasText: 'Vera' }).getByRole('checkbox').click()
    return sheet.getByRole('button', { name: one.say('groups.add.action_one', { count: 1 }) })
  }

  test('Anna adds Vera to her call with Boris, and nobody misses a word', async () => {
    await anna.button('calls.video').click()
    await ringing(boris).waitFor()
    await answer(boris)
    for (const one of [anna, boris]) await sees(one)
    for (const one of [anna, boris]) await hears(one)
    for (const one of [anna, boris]) await beginToListen(one.page)
    const add = await chooseVera(anna)
    await picture(anna.page, `${prefix}-add-people`)
    expect(await accessibilityViolations(anna.page), 'adding people').toEqual([])
    await add.click()
    await ringing(vera).waitFor()
    for (const one of [anna, boris]) await one.page.getByRole('heading', { name: title }).first().waitFor()
    await add.waitFor({ state: 'detached' })
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

  test('both add Vera at the same moment: there is one call of three', async () => {
    for (const one of [anna, boris, vera]) await one.page.goto(server.url)
    // Whom one has not met can't be called.
    await boris.find('vera', 'Vera')
    await boris.write('Это Борис')
    await vera.accept('Boris')
    await anna.open('^Boris')
    await anna.button('calls.video').click()
    await ringing(boris).waitFor()
    await answer(boris)
    for (const one of [anna, boris]) await sees(one)
    const [hers, his] = [await chooseVera(anna), await chooseVera(boris)]
    await Promise.all([hers.click(), his.click()])
    for (const add of [hers, his]) await add.waitFor({ state: 'detached' })
    // Whose group it is depends on their ids.
    const either = /^(Anna, Boris|Boris, Anna), Vera$/
    for (const one of [anna, boris]) await one.page.getByRole('heading', { name: either }).first().waitFor()
    await answer(vera)
    for (const one of [anna, boris, vera]) await sees(one, 2)
    for (const one of [anna, boris, vera]) await hears(one)
    for (const one of [anna, boris, vera]) await press(one, 'leave')
    for (const one of [anna, boris, vera]) await isFree(one)
  })

  test('nothing complained on the way', () => {
    for (const one of [anna, boris, vera]) expect(one.complaints, one.name).toEqual([])
  })
})
