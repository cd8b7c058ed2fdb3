import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { type DiskFile, drawn, photoWithPlace } from '../harness/file-steps.ts'
import { choose, createGroup } from '../harness/group-steps.ts'
import { phoneByDay } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const browser = oneBrowser()

/** The drawn face of somebody in a row of the list. */
const faceIn = (person: Person, name: string): Locator =>
  person.page.getByRole('link', { name: new RegExp(name) }).locator('[data-shape] img')

/** Chooses a picture by the face on the screen, cuts it by keys and buttons, and takes it. */
async function choosePhoto(person: Person, file: DiskFile, look: () => Promise<void>): Promise<void> {
  const chooser = person.page.waitForEvent('filechooser')
  await person.page.getByRole('button', { name: person.say('photo.choose') }).click()
  if (person.look.width === 'desktop')
    await person.page.getByRole('menuitem', { name: person.say('photo.fromFile'), exact: true }).click()
  await (await chooser).setFiles(file)
  const dialog = person.page.getByRole('dialog').filter({ hasText: person.say('photo.title') })
  await dialog.getByRole('button', { name: person.say('photo.larger'), exact: true }).click()
  await dialog.getByRole('button', { name: person.say('photo.turn'), exact: true }).click()
  await dialog.getByLabel(person.say('photo.area')).press('ArrowLeft')
  await look()
  await dialog.getByRole('button', { name: person.say('photo.use'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** The other program's side of the share sheet: a form that the system posts, from no page of ours. */
async function share(person: Person, page: Page, what: { text?: string; files?: DiskFile[] }): Promise<void> {
  const action = new URL('/share', person.page.url()).href
  await page.goto('about:blank')
  await page.setContent(`<form method="post" enctype="multipart/form-data" action="${action}">
    <input name="text" aria-label="text"><input type="file" name="files" multiple aria-label="files"><button>Go</button>
  </form>`)
  await page.getByLabel('text').fill(what.text ?? '')
  await page.getByLabel('files').setInputFiles(what.files ?? [])
  await page.getByRole('button', { name: 'Go' }).click()
}

describe.each(phoneByDay)('faces, room and the share sheet: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let photo: DiskFile
  const prefix = `${look.width}-${look.scheme}`

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, 'hello')
    photo = await photoWithPlace(anna.page, 'pass.jpg')
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  test('a face that somebody chooses is seen by the other at once, after a reload and without a network', async () => {
    await boris.page.goto(server.url)
    await boris.listed()
    expect(await faceIn(boris, 'Anna').count()).toBe(0)
    await anna.page.goto(`${server.url}/settings/profile`)
    const posted = anna.page.waitForRequest(/\/api\/account\/photo$/)
    await choosePhoto(anna, photo, async () => {
      await anna.page.waitForTimeout(300)
      expect(await accessibilityViolations(anna.page), 'crop').toEqual([])
      await picture(anna.page, `${prefix}-crop`)
    })
    await faceIn(boris, 'Anna').waitFor()
    await boris.page.reload()
    await faceIn(boris, 'Anna').waitFor()
    await boris.installed()
    await boris.offline(true)
    await boris.page.reload()
    await faceIn(boris, 'Anna').waitFor()
    await boris.offline(false)
    const side = await faceIn(boris, 'Anna').evaluate((image: HTMLImageElement) => image.naturalWidth)
    expect(side).toBe(512)
    // S11: it was drawn anew, without the place that the camera wrote.
    const { image } = (await posted).postDataJSON() as { image: string }
    const bytes = Buffer.from(image, 'base64url')
    expect(photo.buffer.includes('GPS')).toBe(true)
    expect([bytes.subarray(8, 12).toString('latin1'), bytes.includes('GPS')]).toEqual(['WEBP', false])
  })

  test('a press on the face shows it large; taken away, the letters are back', async () => {
    await boris.open('Anna')
    await boris.page.goto(`${boris.page.url().split('?')[0] ?? ''}/info`)
    await boris.page.getByRole('button', { name: boris.say('photo.open', { name: 'Anna' }), exact: true }).click()
    await boris.page.getByRole('dialog', { name: boris.say('photo.of', { name: 'Anna' }) }).waitFor()
    expect(await accessibilityViolations(boris.page), 'large photo').toEqual([])
    await boris.page.keyboard.press('Escape')
    await boris.page.getByRole('dialog').waitFor({ state: 'detached' })
    await anna.button('photo.remove').click()
    await boris.page.goto(server.url)
    await boris.listed()
    await faceIn(boris, 'Anna').waitFor({ state: 'detached' })
  })

  test("a group's face is sealed and comes to its people; who may not change it is offered nothing", async () => {
    await boris.page.goto(server.url)
    await createGroup(boris, 'Rooks', ['anna'], async () => undefined)
    await boris.page.goto(`${boris.page.url().split('?')[0] ?? ''}/info?part=edit`)
    await choosePhoto(boris, photo, async () => undefined)
    await boris.button('app.save').click()
    await boris.button('app.save').waitFor({ state: 'detached' })
    await anna.page.goto(server.url)
    await faceIn(anna, 'Rooks').waitFor()
    await picture(anna.page, `${prefix}-faces`)
    await anna.open('Rooks')
    await anna.page.goto(`${anna.page.url().split('?')[0] ?? ''}/info`)
    await anna.page.getByRole('button', { name: anna.say('photo.open', { name: 'Rooks' }), exact: true }).waitFor()
    expect(await anna.page.getByText(anna.say('people.part.edit')).count()).toBe(0)
  })

  test('files that another program shares go to the chosen chat, and a word of it into its field', async () => {
    await anna.installed()
    const tab = await anna.page.context().newPage()
    await share(anna, tab, { files: [photo], text: 'From the pass' })
    const dialog = tab.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: /Boris/ }).click()
    expect(await accessibilityViolations(tab), 'share').toEqual([])
    await picture(tab, `${prefix}-share`)
    await dialog.getByRole('button', { name: anna.say('share.go'), exact: true }).click()
    const attach = tab.getByRole('dialog')
    const send = attach.getByRole('button', { name: anna.say('messages.send'), exact: true, disabled: false })
    await send.click()
    await attach.waitFor({ state: 'detached' })
    await boris.page.goto(server.url)
    await boris.open('Anna')
    await boris.sees('From the pass')
    await drawn(boris, 'pass.jpg')

    await share(anna, tab, { text: 'https://example.org/hut' })
    await tab.getByRole('dialog').getByRole('checkbox', { name: /Boris/ }).click()
    await tab
      .getByRole('dialog')
      .getByRole('button', { name: anna.say('share.go'), exact: true })
      .click()
    await expect
      .poll(() => tab.getByLabel(anna.say('messages.field'), { exact: true }).inputValue())
      .toBe('https://example.org/hut')
    await tab.goto(`${server.url}/share`)
    await tab.getByText(anna.say('share.nothing')).waitFor()
    await tab.close()
  })

  test('a photo goes out by the sheet of the system, where the browser has one', async () => {
    // Chromium has none here: what stands in for it says what it was handed.
    await boris.page.evaluate(() => {
      const share = ({ files = [] }: ShareData) => {
        document.body.dataset['shared'] = files.map(({ name, size }) => `${name} ${size > 1000}`).join()
        return Promise.resolve()
      }
      Object.defineProperties(navigator, { canShare: { value: () => true }, share: { value: share } })
    })
    await choose(boris, 'From the pass', 'share.out')
    await boris.page.locator('body[data-shared="pass.webp true"], body[data-shared="pass.jpg true"]').waitFor()
  })

  test('what fills the device is shown and cleared, and opens again', async () => {
    await boris.page.goto(`${server.url}/settings/storage`)
    const broom = boris.page.getByRole('button', {
      name: boris.say('storage.chats.clear', { title: 'Anna' }),
      exact: true,
    })
    await broom.waitFor()
    await boris.page.getByText(boris.say('storage.server.title')).waitFor()
    expect(await accessibilityViolations(boris.page), 'storage').toEqual([])
    await picture(boris.page, `${prefix}-storage`)
    await broom.click()
    await boris.page
      .getByRole('alertdialog')
      .getByRole('button', { name: boris.say('storage.clear.confirm') })
      .click()
    await broom.waitFor({ state: 'detached' })
    await boris.page.goto(server.url)
    await boris.open('Anna')
    await drawn(boris, 'pass.jpg')
    await boris.page.goto(`${server.url}/settings/storage`)
    await broom.waitFor()
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
