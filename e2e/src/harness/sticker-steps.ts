import type { Locator } from 'playwright-core'
import type { DiskFile } from './file-steps.ts'
import type { Person } from './person.ts'

/** A drawing with a clear background, as people make stickers of. */
export async function drawing(person: Person, name: string): Promise<DiskFile> {
  const bytes = await person.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(800, 600)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.fillStyle = '#e0714a'
    context.beginPath()
    context.arc(400, 320, 220, 0, Math.PI * 2)
    context.fill()
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  return { name, mimeType: 'image/png', buffer: Buffer.from(bytes) }
}

/** Two frames of eight pixels a side, red and blue, without end. */
export function blinkingGif(): DiskFile {
  const frame = (colour: number) => [
    // How long it stands: 0.2 s. Then its place.
    ...Buffer.from([0x21, 0xf9, 4, 0, 20, 0, 0, 0, 0x2c, 0, 0, 0, 0, 8, 0, 8, 0, 0]),
    // Sixty-four equal pixels, each after a cleared table: no codes grow.
    ...lzw(colour),
  ]
  const head = [...Buffer.from('GIF89a'), 8, 0, 8, 0, 0x80, 0, 0, 220, 60, 60, 60, 90, 220]
  const loop = [0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0]
  return {
    name: 'blink.gif',
    mimeType: 'image/gif',
    buffer: Buffer.from([...head, ...loop, ...frame(0), ...frame(1), 0x3b]),
  }
}

function lzw(colour: number): number[] {
  const codes = Array.from({ length: 32 }, () => [4, colour, colour]).flat()
  const bits = [...codes, 5].flatMap((code) => [code & 1, (code >> 1) & 1, (code >> 2) & 1])
  const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((sum, bit, place) => sum | (bit << place), 0),
  )
  return [2, bytes.length, ...bytes, 0]
}

/** Opens the panel beside the field at one of its tabs. */
export async function openPanel(person: Person, tab: 'emoji' | 'stickers' | 'gifs'): Promise<Locator> {
  const panel = person.page.getByRole('dialog', { name: person.say('stickers.panel') })
  if (!(await panel.isVisible())) await person.button('stickers.panel').click()
  await panel.getByText(person.say(`stickers.tabs.${tab}`), { exact: true }).click()
  return panel
}

/** The messages of the open chat. */
export const feed = (person: Person) => person.page.getByRole('list', { name: person.say('messages.list') })

/** The newest sticker of the feed that says this, once it is drawn. */
export async function stickerDrawn(person: Person, emoji: string): Promise<Locator> {
  const bubble = feed(person)
    .getByRole('button', { name: person.say('stickers.openOf', { emoji }) })
    .last()
  await bubble.waitFor()
  await loaded(person, bubble.locator('xpath=..').locator('img'))
  return bubble
}

/** Waits until a picture is more than its place. */
export async function loaded(person: Person, picture: Locator): Promise<void> {
  await picture.first().waitFor()
  for (let tries = 0; tries < 100; tries++) {
    if ((await picture.first().evaluate((image: HTMLImageElement) => image.naturalWidth)) > 0) return
    await person.page.waitForTimeout(100)
  }
  throw new Error('the picture was not drawn')
}
