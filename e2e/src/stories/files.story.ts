import { randomBytes } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest'
import { keepFailure, picture } from '../harness/album.ts'
import { launchChromium } from '../harness/chromium.ts'
import { chooseFiles, type DiskFile, drawn, photoWithPlace, save, sendChosen, sha256 } from '../harness/file-steps.ts'
import { type Look, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'

const looks: Look[] = [
  { width: 'phone', language: 'ru', scheme: 'dark' },
  { width: 'desktop', language: 'en', scheme: 'light' },
]

const words = {
  ru: { hello: 'Привет, это Борис', caption: 'Вид с перевала', document: 'Билеты на поезд.pdf' },
  en: { hello: 'Hello, Boris here', caption: 'From the pass', document: 'Train tickets.pdf' },
}

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
})

describe.each(looks)('files go both ways: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let photo: DiskFile
  const prefix = `${look.width}-${look.scheme}`
  const said = words[look.language]
  const document: DiskFile = { name: said.document, mimeType: 'application/pdf', buffer: randomBytes(3_000_000) }

  beforeAll(async () => {
    server = await Server.start()
    anna = await Person.arrive(browser, server, 'Anna', 'anna@example.org', look)
    boris = await Person.arrive(browser, server, 'Boris', 'boris@example.org', look)
    await anna.signUp()
    await boris.signUp()
    await boris.find('anna', 'Anna')
    await boris.write(said.hello)
    await anna.accept('Boris')
    photo = await photoWithPlace(anna.page, 'pass.jpg')
  })
  afterAll(async () => {
    await server?.remove()
  })
  beforeEach(() => {
    onTestFailed(() => keepFailure({ [`${prefix}-anna`]: anna.page, [`${prefix}-boris`]: boris.page }))
  })

  test('a photo with a caption is sent and drawn on the other side', async () => {
    await chooseFiles(anna, [photo])
    await anna.page.waitForTimeout(400) // the button's colour comes slowly
    expect(await accessibilityViolations(anna.page), 'before sending').toEqual([])
    await picture(anna.page, `${prefix}-attach`)
    await sendChosen(anna, said.caption)
    await drawn(anna, 'pass.jpg')
    await boris.sees(said.caption)
    await drawn(boris, 'pass.jpg')
    await anna.marked(said.caption, 'read')
    expect(await accessibilityViolations(boris.page), 'photo in the feed').toEqual([])
    await picture(boris.page, `${prefix}-photo`)
  })

  test('S11 opened whole and saved, it has no place in it any more', async () => {
    expect(photo.buffer.includes('GPS')).toBe(true)
    await boris.page.getByRole('button', { name: boris.say('media.open.photo', { name: 'pass.jpg' }) }).click()
    await boris.page.getByRole('dialog').waitFor()
    expect(await accessibilityViolations(boris.page), 'viewer').toEqual([])
    const saved = await save(boris, () => boris.button('media.saveThis').click())
    expect(saved.subarray(0, 2).toString('hex')).toBe('ffd8')
    expect(saved.includes('Exif') || saved.includes('GPS')).toBe(false)
    await boris.page.keyboard.press('Escape')
    await boris.page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('a document that was sent without a network goes out after a reload, whole', async () => {
    await boris.offline(true)
    await chooseFiles(boris, [document])
    await sendChosen(boris)
    await boris.page.getByText(said.document.slice(0, 8)).first().waitFor()
    await boris.offline(false)
    await boris.page.reload()
    const row = anna.page.getByRole('button', { name: new RegExp(said.document.slice(0, 8)) })
    await row.waitFor()
    const saved = await save(anna, () => row.click())
    expect(sha256(saved)).toBe(sha256(document.buffer))
    expect(await row.count()).toBe(1)
  })

  test('what was looked at is there without a network', async () => {
    await boris.installed()
    await boris.offline(true)
    await boris.page.reload()
    await drawn(boris, 'pass.jpg')
    await boris.offline(false)
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
