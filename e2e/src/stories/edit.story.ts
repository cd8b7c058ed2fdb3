import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { fakeDevices, oneBrowser } from '../harness/chromium.ts'
import { chooseFiles, type DiskFile, photoWithPlace, save, sendChosen } from '../harness/file-steps.ts'
import { phoneByDay } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { looksAt, quarters } from '../harness/picture-steps.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const said = {
  ru: { hello: 'Привет, это Борис', edited: 'Номер я замазал', taken: 'Снял только что', album: 'По порядку' },
  en: { hello: 'Hello, Boris here', edited: 'I blurred the number', taken: 'Took it just now', album: 'In order' },
}

const browser = oneBrowser(fakeDevices())

describe.each(phoneByDay)('photos are changed before they go: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  const prefix = `${look.width}-${look.scheme}`
  const words = said[look.language]

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, words.hello)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  const openPhoto = (person: Person, text: string) =>
    person
      .message(text)
      .getByRole('button', { name: new RegExp(`^${person.say('media.open.photo')}`) })
      .first()
  const saveOpen = async (person: Person, text: string): Promise<Buffer> => {
    await openPhoto(person, text).click()
    await person.page.getByRole('dialog').waitFor()
    const saved = await save(person, () => person.button('media.saveThis').click())
    await person.page.keyboard.press('Escape')
    await person.page.getByRole('dialog').waitFor({ state: 'detached' })
    return saved
  }
  /** Places are shares of the square that stands in the middle of the editor. */
  const stroke = async (page: Page, from: [number, number], to: [number, number]) => {
    const stage = await page.getByRole('img', { name: boris.say('editor.picture') }).boundingBox()
    if (!stage) throw new Error('no picture in the editor')
    const side = Math.min(stage.width, stage.height) - 24
    const place = ([x, y]: [number, number]): [number, number] => [
      stage.x + stage.width / 2 + (x - 0.5) * side,
      stage.y + stage.height / 2 + (y - 0.5) * side,
    ]
    await page.mouse.move(...place(from))
    await page.mouse.down()
    await page.mouse.move(...place(to), { steps: 4 })
    await page.mouse.up()
  }

  test('cropped, turned, drawn on and blurred: the other one gets exactly that', async () => {
    const { page } = boris
    await chooseFiles(boris, [await quarters(page, 'plate.jpg')])
    await page.getByRole('button', { name: boris.say('media.attach.editThis', { name: 'plate.jpg' }) }).click()
    await page.getByRole('group', { name: boris.say('editor.frame') }).waitFor()
    expect(await accessibilityViolations(page), 'editor').toEqual([])
    await boris.button('editor.shapes.square').click()
    await boris.button('editor.turn').click()
    await boris.button('editor.tools.draw').click()
    await boris.button('editor.colours.0').click()
    await stroke(page, [0.1, 0.75], [0.4, 0.75])
    // This one is thought better of.
    await stroke(page, [0.1, 0.25], [0.4, 0.25])
    await page.keyboard.press('Control+KeyZ')
    await boris.button('editor.tools.blur').click()
    await boris.button('editor.blurs.box').click()
    await stroke(page, [0.55, 0.05], [0.95, 0.45])
    await picture(page, `${prefix}-editor`)
    await boris.button('editor.done').click()
    await sendChosen(boris, words.edited)

    await anna.sees(words.edited)
    const saved = await saveOpen(anna, words.edited)
    expect(saved.includes('Exif') || saved.includes('GPS')).toBe(false)
    const seen = await looksAt(anna.page, saved, {
      undone: [0.25, 0.25],
      drawn: [0.25, 0.75],
      below: [0.75, 0.75],
      blurred: [0.75, 0.25],
    })
    expect(seen.size).toEqual({ width: 1200, height: 1200 })
    expect(seen.at.undone.colour, 'what stood below on the left').toBe('red')
    expect(seen.at.drawn.colour).toBe('white')
    expect(seen.at.below.colour, 'what stood above on the right').toBe('green')
    // Stripes of black and white were there: nothing of them is left to be counted.
    expect(seen.at.blurred.contrast).toBeLessThan(60)
  })

  test('given up changes are asked about, and leave the photo as it was', async () => {
    const { page } = boris
    await chooseFiles(boris, [await quarters(page, 'same.jpg')])
    await page.getByRole('button', { name: boris.say('media.attach.editThis', { name: 'same.jpg' }) }).click()
    await boris.button('editor.mirror').click()
    await page.keyboard.press('Escape')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: boris.say('editor.leaveYes') })
      .click()
    await page.getByRole('group', { name: boris.say('editor.frame') }).waitFor({ state: 'detached' })
    // Nothing was changed: closing asks nothing.
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('a photo taken by the camera goes', async () => {
    const { page } = boris
    await boris.button('messages.attach').click()
    await page.getByRole('menuitem', { name: boris.say('camera.title') }).click()
    const shutter = page.getByRole('button', { name: boris.say('camera.shutter.photo'), disabled: false })
    await shutter.waitFor()
    expect(await accessibilityViolations(page), 'camera').toEqual([])
    await page.waitForTimeout(500) // the first frame
    await shutter.click()
    await boris.button('camera.again').click()
    await shutter.waitFor()
    await page.waitForTimeout(500)
    await shutter.click()
    await boris.button('camera.use').click()
    await page.getByRole('button', { name: boris.say('messages.send'), exact: true, disabled: false }).waitFor()
    await sendChosen(boris, words.taken)
    await anna.sees(words.taken)
    const saved = await saveOpen(anna, words.taken)
    const seen = await looksAt(anna.page, saved, { middle: [0.1, 0.5] })
    expect(seen.at.middle.colour, 'Chromium’s camera shows green').toBe('green')
  })

  test('an album comes in the order that keys gave it', async () => {
    const { page } = boris
    const names = ['a.jpg', 'b.jpg', 'c.jpg']
    await chooseFiles(boris, await Promise.all(names.map((name) => quarters(page, name))))
    const place = (at: number) => boris.say('media.attach.place', { name: 'c.jpg', at, count: 3 })
    await page.getByRole('button', { name: place(3), exact: true }).focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('button', { name: place(1), exact: true }).waitFor()
    await picture(page, `${prefix}-album`)
    await sendChosen(boris, words.album)
    await anna.sees(words.album)
    const shown = anna
      .message(words.album)
      .getByRole('button', { name: new RegExp(`^${anna.say('media.open.photo')}`) })
    await shown.nth(2).waitFor()
    const order = await shown.evaluateAll((all) => all.map((one) => one.ariaLabel?.slice(-5)))
    expect(order).toEqual(['c.jpg', 'a.jpg', 'b.jpg'])
  })

  test('S11 sent as a file, a photo keeps its pixels and loses its place', async () => {
    const { page } = boris
    const photo: DiskFile = await photoWithPlace(page, 'holiday.jpg')
    await chooseFiles(boris, [photo])
    await page.getByText(boris.say('media.attach.quality.file'), { exact: true }).click()
    await page.getByRole('button', { name: boris.say('messages.send'), exact: true, disabled: false }).waitFor()
    await sendChosen(boris)
    const row = anna.page.getByRole('button', { name: /holiday/ })
    await row.waitFor()
    const saved = await save(anna, () => row.click())
    expect(photo.buffer.includes('GPS')).toBe(true)
    expect(saved.includes('GPS')).toBe(false)
    const scan = (bytes: Buffer) => bytes.subarray(bytes.indexOf(Buffer.from([0xff, 0xda]))).toString('base64')
    expect(scan(saved) === scan(photo.buffer), 'the same pixels').toBe(true)
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
