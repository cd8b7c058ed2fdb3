import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { answer, callBrowser, hears, isFree, press, readyForCalls, ringing, sees } from '../harness/call-steps.ts'
import { type Look, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const browser = callBrowser()

const looks: Look[] = [
  { width: 'phone', language: 'en', scheme: 'light' },
  { width: 'desktop', language: 'ru', scheme: 'dark' },
]

describe.each(looks)('a guest joins a call by a link: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let olga: Person
  let link = ''
  const prefix = `${look.width}-${look.scheme}`

  /** Opens what holds the link, in a call of two. */
  const openAdd = async () => {
    if (look.width === 'phone') return anna.button('groups.add.title').click()
    await press(anna, 'more')
    await anna.page.getByRole('menuitem', { name: anna.say('groups.add.title'), exact: true }).click()
  }
  const copyLink = async () => {
    await openAdd()
    await anna.button('guest.link.make').click()
    await anna.page.getByText(anna.say('guest.link.copied')).first().waitFor()
    const copied = await anna.page.evaluate(() => navigator.clipboard.readText())
    await anna.page.keyboard.press('Escape')
    return copied
  }
  const knock = async (name: string) => {
    await olga.field('guest.name').fill(name)
    await olga.button('guest.ask').click()
    await olga.page.getByText(olga.say('guest.waiting')).waitFor()
  }
  const isTold = (end: string) => olga.page.getByRole('heading', { name: olga.say(`guest.end.${end}.title`) }).waitFor()
  const knocks = (person: Person, name: string) => person.page.getByText(person.say('guest.knock.title', { name }))
  const allSee = async () => {
    // She first: until she sees both, the others may still hold the connection to the page that she left.
    for (const one of [olga, anna, boris]) await sees(one, 2)
  }

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, 'Привет!')
    for (const one of [anna, boris]) await readyForCalls(one)
    await anna.page.context().grantPermissions(['clipboard-read', 'clipboard-write', 'camera', 'microphone'])
    olga = await Person.arrive(browser(), server, 'Olga', 'nobody@example.org', look)
    await readyForCalls(olga)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris, olga])

  test('Anna copies a link in her call with Boris; who opens it reads who invites, and asks', async () => {
    await anna.button('calls.video').click()
    await ringing(boris).waitFor()
    await answer(boris)
    for (const one of [anna, boris]) await sees(one)
    link = await copyLink()
    expect(link).toMatch(/\/join\/[\w-]{22}#[\w-]{43}$/)
    await olga.page.goto(link)
    await olga.page.getByRole('heading', { name: olga.say('guest.invites', { name: 'Anna' }) }).waitFor()
    await picture(olga.page, `${prefix}-guest-door`)
    expect(await accessibilityViolations(olga.page), 'at the door').toEqual([])
    await knock('Olga')
    for (const one of [anna, boris]) await knocks(one, 'Olga').waitFor()
    await picture(boris.page, `${prefix}-guest-knocks`)
    expect(await accessibilityViolations(boris.page), 'a guest knocks').toEqual([])
  })

  test('Boris lets her in, and all three see and hear each other', async () => {
    await boris.button('guest.knock.admit').click()
    await allSee()
    for (const one of [anna, boris, olga]) await hears(one)
    await anna.page
      .getByText(anna.say('guest.mark', { name: 'Olga' }))
      .first()
      .waitFor()
    for (const name of ['Anna', 'Boris']) await olga.page.getByText(name, { exact: true }).first().waitFor()
    await picture(olga.page, `${prefix}-guest-call`)
    await picture(anna.page, `${prefix}-guest-in`)
    expect(await accessibilityViolations(olga.page), 'a guest in a call').toEqual([])
  })

  test('she loads her page again and is back, and nobody has to let her in', async () => {
    await olga.page.reload()
    await allSee()
    await hears(olga)
  })

  test('she leaves and comes back by herself', async () => {
    await press(olga, 'leave')
    await isTold('left')
    for (const one of [anna, boris]) await sees(one)
    await olga.button('guest.back').click()
    await allSee()
  })

  test('taken out she is told so, and declined she may ask again', async () => {
    await openAdd()
    await anna.page.getByRole('button', { name: anna.say('guest.remove', { name: 'Olga' }), exact: true }).click()
    await isTold('removed')
    await anna.page.keyboard.press('Escape')
    for (const one of [anna, boris]) await sees(one)
    await olga.page.goto(`${server.url}/`)
    await olga.page.goto(link)
    await knock('Olga once more')
    await boris.button('guest.knock.decline').click()
    await isTold('declined')
    await picture(olga.page, `${prefix}-guest-declined`)
    await olga.button('guest.again').click()
    await olga.field('guest.name').waitFor()
  })

  test('a link with another key behind it shows nothing to anybody', async () => {
    const other = link.replace(/#./, (start) => (start === '#A' ? '#B' : '#A'))
    await olga.page.goto(`${server.url}/`)
    await olga.page.goto(other)
    await isTold('broken')
    for (const one of [anna, boris]) expect(await one.button('guest.knock.admit').count()).toBe(0)
  })

  test('the link is turned off: who waits is told, and it opens nothing any more', async () => {
    await olga.page.goto(`${server.url}/`)
    await olga.page.goto(link)
    await knock('Olga')
    await openAdd()
    await anna.button('guest.link.drop').click()
    await anna.button('guest.link.dropYes').click()
    await isTold('revoked')
    await olga.page.reload()
    await isTold('unknown')
  })

  test('the call is over: a guest in it is told', async () => {
    await anna.page.keyboard.press('Escape')
    link = await copyLink()
    await olga.page.goto(link)
    await knock('Olga')
    await anna.button('guest.knock.admit').click()
    await allSee()
    await press(anna, 'end')
    await press(boris, 'end')
    await isTold('over')
    for (const one of [anna, boris]) await isFree(one)
    for (const one of [anna, boris]) expect(one.complaints, one.name).toEqual([])
    // A refusal by its status is an answer, which browsers write down.
    expect(olga.complaints.filter((line) => !line.startsWith('console: Failed to load resource'))).toEqual([])
  })
})
