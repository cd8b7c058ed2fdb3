import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Person } from './person.ts'
import { waveOf } from './wave.ts'

/** A file as a person has it on his disk. */
export interface DiskFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Latitude and longitude as cameras write them: a minimal APP1 segment with a word that is looked for later. */
const place = Buffer.from('Exif\0\0MM\0*\0\0\0\b\0\0\0\0\0\0GPS 55.7558 37.6173', 'latin1')

/** A real JPEG that a browser drew, with a place in it as a camera would put it there. */
export async function photoWithPlace(page: Page, name: string): Promise<DiskFile> {
  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    for (let x = 0; x < 40; x++)
      for (let y = 0; y < 30; y++) {
        context.fillStyle = `hsl(${x * 9} 60% ${20 + y * 2}%)`
        context.fillRect(x * 40, y * 40, 40, 40)
      }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  const head = Buffer.from([0xff, 0xe1, 0, place.length + 2])
  const jpeg = Buffer.from(drawn)
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg.subarray(0, 2), head, place, jpeg.subarray(2)]) }
}

/** Chooses files by the paper clip; the dialog that asks for a caption is open then. */
export async function chooseFiles(person: Person, files: DiskFile[]): Promise<void> {
  const chooser = person.page.waitForEvent('filechooser')
  await person.button('messages.attach').click()
  await person.page.getByRole('menuitem', { name: person.say('media.attach.pick') }).click()
  await (await chooser).setFiles(files)
  const dialog = person.page.getByRole('dialog')
  // They are ready: pictures were made anew.
  await dialog.getByRole('button', { name: person.say('messages.send'), exact: true, disabled: false }).waitFor()
}

/** Sends what was chosen. */
export async function sendChosen(person: Person, caption = ''): Promise<void> {
  const dialog = person.page.getByRole('dialog')
  if (caption !== '') await dialog.getByLabel(person.say('media.attach.caption')).fill(caption)
  await dialog.getByRole('button', { name: person.say('messages.send'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Where messages stand: a wide screen shows the same files once more in its panel. */
export const feed = (person: Person) => person.page.getByRole('list', { name: person.say('messages.list') })

/** Waits until pictures of a message are drawn, not only their places kept. */
export async function drawn(person: Person, file: string): Promise<void> {
  const picture = person.page.getByRole('button', { name: person.say('media.open.photo', { name: file }) }).last()
  await picture.waitFor()
  await picture.locator('img:not([src=""])').last().waitFor()
  for (let tries = 0; tries < 100; tries++) {
    const width = await picture
      .locator('img')
      .last()
      .evaluate((image: HTMLImageElement) => image.naturalWidth)
    // The tiny one that stands there before has at most forty.
    if (width > 100) return
    await person.page.waitForTimeout(100)
  }
  throw new Error(`${file} was not drawn`)
}

/** Saves a file as a person does. @returns what lies on the disk then */
export async function save(person: Person, press: () => Promise<void>): Promise<Buffer> {
  const download = person.page.waitForEvent('download')
  await press()
  return await readFile(await (await download).path())
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Takes the network away with a piece of the next upload, and gives it back after a moment. @returns whether it came to that */
export async function cutUpload(person: Person, piece: number): Promise<() => boolean> {
  const context = person.page.context()
  let pieces = 0
  await context.route('**/api/files/uploads**', async (route) => {
    const carries = route.request().headers()['content-type']?.includes('octet-stream') === true
    if (!carries || ++pieces !== piece) return await route.continue()
    await person.offline(true)
    await route.abort('internetdisconnected')
    await pause(1000)
    await person.offline(false)
  })
  return () => pieces >= piece
}

/** Breaks the line of the next download. @returns whether it came to that */
export async function cutDownload(person: Person): Promise<() => boolean> {
  let cut = false
  await person.page.context().route('**/content?**', async (route) => {
    if (cut) return await route.continue()
    cut = true
    await route.abort('connectionreset')
  })
  return () => cut
}

/** A second of a tone, as every player knows it. */
export function tone(name: string): DiskFile {
  const rate = 44_100
  const sound = Int16Array.from({ length: rate }, (_, i) => Math.round(8000 * Math.sin(i / 16)))
  return { name, mimeType: 'audio/wav', buffer: waveOf(sound, rate) }
}
