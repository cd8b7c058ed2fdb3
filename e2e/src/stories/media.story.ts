import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { chooseFiles, type DiskFile, drawn, photoWithPlace, save, sendChosen, sha256 } from '../harness/file-steps.ts'
import { bytesRead, chooseFilm, film, filmState, kept, playsFrom } from '../harness/film.ts'
import { phoneByNight } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const words = {
  ru: { hello: 'Привет, это Борис', album: 'Три вида с перевала', film: 'Спуск.mp4', document: 'Смета.pdf' },
  en: { hello: 'Hello, Boris here', album: 'Three views from the pass', film: 'Descent.mp4', document: 'Estimate.pdf' },
}

const large = 12_000_000

const browser = oneBrowser()

describe.each(phoneByNight)('looking at what was sent: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  const prefix = `${look.width}-${look.scheme}`
  const said = words[look.language]
  const names = ['one.jpg', 'two.jpg', 'three.jpg']
  const document: DiskFile = { name: said.document, mimeType: 'application/pdf', buffer: randomBytes(2_000_000) }

  const open = (kind: 'photo' | 'video', name: string) =>
    boris.page.getByRole('button', { name: boris.say(`media.open.${kind}`, { name }) }).first()
  const shown = (kind: 'photo' | 'video', name: string) =>
    boris.page.getByRole('dialog', { name: boris.say(`media.open.${kind}`, { name }) })
  const swipe = async (x: number, y: number) => {
    const { mouse } = boris.page
    await mouse.move(200, 400)
    await mouse.down()
    for (let step = 1; step <= 5; step++) await mouse.move(200 + (x * step) / 5, 400 + (y * step) / 5)
    await mouse.up()
  }

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, said.hello)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  test('an album is turned by keys and by swipes, zoomed, and pulled away', async () => {
    await chooseFiles(anna, await Promise.all(names.map((name) => photoWithPlace(anna.page, name))))
    await sendChosen(anna, said.album)
    for (const name of names) await drawn(boris, name)
    await picture(boris.page, `${prefix}-album`)
    await open('photo', 'two.jpg').click()
    await shown('photo', 'two.jpg').waitFor()
    await boris.page.getByText(said.album).last().waitFor()
    expect(await accessibilityViolations(boris.page), 'viewer').toEqual([])
    await picture(boris.page, `${prefix}-viewer`)
    await boris.page.keyboard.press('ArrowRight')
    await shown('photo', 'three.jpg').waitFor()
    await swipe(150, 0)
    await shown('photo', 'two.jpg').waitFor()
    const sheet = shown('photo', 'two.jpg').locator('[data-picture]').nth(1)
    const before = (await sheet.boundingBox())?.width ?? 0
    await boris.page.mouse.move(200, 400)
    await boris.page.mouse.wheel(0, -400)
    await boris.page.waitForTimeout(300)
    expect((await sheet.boundingBox())?.width).toBeGreaterThan(before * 2)
    await boris.page.keyboard.press('ArrowLeft')
    await shown('photo', 'one.jpg').waitFor()
    await swipe(0, 200)
    await boris.page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('a large film plays and seeks at once, and only what is played is read', async () => {
    await boris.installed()
    const seen: { status: number; range: string }[] = []
    boris.page.on('response', (response) => {
      if (new URL(response.url()).pathname.startsWith('/media/'))
        seen.push({ status: response.status(), range: response.headers()['content-range'] ?? '' })
    })
    await chooseFilm(anna, await film(said.film, large))
    await sendChosen(anna)
    await open('video', said.film).waitFor()
    await open('video', said.film).click()
    await playsFrom(boris.page, 0)
    const seek = boris.page.getByRole('slider', { name: boris.say('media.film.place') })
    await seek.fill('15')
    await playsFrom(boris.page, 15)
    expect((await filmState(boris.page)).duration).toBeCloseTo(20, 0)
    expect(seen.length).toBeGreaterThan(0)
    for (const { status } of seen) expect(status).toBe(206)
    expect(await bytesRead(boris.page)).toBeLessThan(large / 2)
    // Once it came whole the engine keeps it.
    await kept(boris.page, large)
    await boris.page.getByRole('button', { name: boris.say('media.film.pause') }).click()
    expect((await filmState(boris.page)).paused).toBe(true)
    expect(await accessibilityViolations(boris.page), 'film').toEqual([])
    await picture(boris.page, `${prefix}-film`)
    await boris.page.keyboard.press('Escape')
    await boris.page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('a document is saved whole', async () => {
    await chooseFiles(anna, [document])
    await sendChosen(anna)
    const row = boris.page.getByRole('button', { name: new RegExp(said.document.slice(0, 5)) }).last()
    await row.waitFor()
    const saved = await save(boris, () => row.click())
    expect(sha256(saved)).toBe(sha256(document.buffer))
  })

  test('the gallery has it all by month, and leads back to the message', async () => {
    const { page } = boris
    const chat = page.url().replace(/\/info.*$/, '')
    await page.goto(`${chat}/info`)
    const tab = (name: string) => page.getByRole('tab', { name: boris.say(`people.shelf.${name}`), exact: true })
    await tab('files').click()
    await page.getByRole('tabpanel').getByText(said.document.slice(0, 5)).waitFor()
    await tab('media').click()
    const tiles = page.getByRole('tabpanel').getByRole('button', { name: new RegExp(names.join('|')) })
    await tiles.nth(2).waitFor()
    await boris.button('people.files.all.media').click()
    const month = new Intl.DateTimeFormat(look.language, { month: 'long', timeZone: 'Europe/Moscow' }).format()
    await page.getByRole('heading', { name: new RegExp(`^${month}`, 'i') }).waitFor()
    expect(await accessibilityViolations(page), 'gallery').toEqual([])
    await picture(page, `${prefix}-gallery`)
    const gallery = page.getByRole('complementary')
    await gallery.getByRole('button', { name: /one\.jpg/ }).click()
    await shown('photo', 'one.jpg').waitFor()
    await boris.button('media.show').click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await boris.sees(said.album)
  })

  test('a film that breaks off says so without controls, and one more try goes on from there', async () => {
    const { page } = boris
    const seek = page.getByRole('slider', { name: boris.say('media.film.place') })
    await open('video', said.film).click()
    await playsFrom(page, 0)
    await seek.fill('9')
    await playsFrom(page, 9)
    await page.locator('dialog video').evaluate((video) => void video.dispatchEvent(new Event('error')))
    await page.getByRole('alert').waitFor()
    expect(await seek.count()).toBe(0)
    await boris.button('media.again').click()
    await playsFrom(page, 9)
    await page.keyboard.press('Escape')
  })

  test('what was looked at is there without a network, films too', async () => {
    const { page } = boris
    await boris.installed()
    await boris.offline(true)
    await page.reload()
    await drawn(boris, 'two.jpg')
    await open('photo', 'two.jpg').click()
    await shown('photo', 'two.jpg').locator('img[alt="two.jpg"]').waitFor()
    await page.keyboard.press('Escape')
    await open('video', said.film).click()
    await playsFrom(page, 0)
    await page.keyboard.press('Escape')
    await boris.offline(false)
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
