import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import {
  chooseFiles,
  cutDownload,
  cutUpload,
  type DiskFile,
  drawn,
  feed,
  photoWithPlace,
  save,
  sendChosen,
  sha256,
  tone,
} from '../harness/file-steps.ts'
import { film } from '../harness/film.ts'
import { phoneByNight } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const words = {
  ru: { hello: 'Привет, это Борис', caption: 'Вид с перевала', document: 'Билеты на поезд.pdf' },
  en: { hello: 'Hello, Boris here', caption: 'From the pass', document: 'Train tickets.pdf' },
}

const browser = oneBrowser()

describe.each(phoneByNight)('files go both ways: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let photo: DiskFile
  const prefix = `${look.width}-${look.scheme}`
  const said = words[look.language]
  const document: DiskFile = { name: said.document, mimeType: 'application/pdf', buffer: randomBytes(3_000_000) }

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, said.hello)
    photo = await photoWithPlace(anna.page, 'pass.jpg')
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

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
    await feed(boris)
      .getByRole('button', { name: boris.say('media.open.photo', { name: 'pass.jpg' }) })
      .click()
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
    await boris.sees(said.document.slice(0, 8))
    await boris.offline(false)
    await boris.page.reload()
    const row = feed(anna).getByRole('button', { name: new RegExp(said.document.slice(0, 8)) })
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

  test.each(['anna', 'boris'])('every kind goes from %s though the network goes away in its middle', async (from) => {
    const [sender, reader] = from === 'anna' ? [anna, boris] : [boris, anna]
    const list = feed(reader)
    const moving = await readFile(await film(`${from}.mp4`, 1_500_000))
    const files: { file: DiskFile; piece: number }[] = [
      { file: await photoWithPlace(sender.page, `${from}.jpg`), piece: 1 },
      { file: { name: `${from}.mp4`, mimeType: 'video/mp4', buffer: moving }, piece: 2 },
      { file: tone(`${from}.wav`), piece: 1 },
      { file: { ...document, name: `${from}.bin`, mimeType: '' }, piece: 3 },
    ]
    for (const { file, piece } of files) {
      const cut = await cutUpload(sender, piece)
      await chooseFiles(sender, [file])
      await sendChosen(sender)
      await list.getByRole('button', { name: new RegExp(file.name) }).waitFor()
      expect(cut(), file.name).toBe(true)
      await sender.page.context().unrouteAll()
    }
    await drawn(reader, `${from}.jpg`)
    await list.getByRole('button', { name: reader.say('media.open.video', { name: `${from}.mp4` }) }).waitFor()
    await list.getByRole('button', { name: reader.say('media.play', { name: `${from}.wav` }) }).click()
    await list.getByRole('button', { name: reader.say('media.pause', { name: `${from}.wav` }) }).waitFor()
    const cut = await cutDownload(reader)
    const saved = await save(reader, () => list.getByRole('button', { name: new RegExp(`${from}.bin`) }).click())
    expect([cut(), sha256(saved)]).toEqual([true, sha256(document.buffer)])
    await reader.page.context().unrouteAll()
    for (const { file } of files)
      expect(await list.getByRole('button', { name: new RegExp(file.name) }).count(), file.name).toBe(1)
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
