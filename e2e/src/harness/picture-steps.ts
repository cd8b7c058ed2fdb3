import type { Page } from 'playwright-core'
import type { DiskFile } from './file-steps.ts'

/**
 * A photo of 1600 × 1200 whose quarters can be told apart: black and white stripes above on the left, green above on the
 * right, red and blue below. It tells where it was taken.
 */
export async function quarters(page: Page, name: string): Promise<DiskFile> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200)
    const paper = canvas.getContext('2d')
    if (!paper) throw new Error('no canvas')
    for (let x = 0; x < 800; x += 10) {
      paper.fillStyle = x % 20 === 0 ? '#000' : '#fff'
      paper.fillRect(x, 0, 10, 600)
    }
    for (const [colour, x, y] of [
      ['#008000', 800, 0],
      ['#c00000', 0, 600],
      ['#0000c0', 800, 600],
    ] as const) {
      paper.fillStyle = colour
      paper.fillRect(x, y, 800, 600)
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  const place = Buffer.from('Exif\0\0MM\0*\0\0\0\b\0\0\0\0\0\0GPS 55.7558 37.6173', 'latin1')
  const jpeg = Buffer.from(bytes)
  const told = Buffer.concat([Buffer.from([0xff, 0xe1, 0, place.length + 2]), place])
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg.subarray(0, 2), told, jpeg.subarray(2)]) }
}

interface Seen {
  /** What a person would call it. */
  colour: 'white' | 'black' | 'red' | 'green' | 'blue'
  /** Between the lightest and the darkest of the pixels around, 0 to 255. */
  contrast: number
}

/** What a picture shows at these places (shares of its sides), looked at by a browser. */
export async function looksAt<Name extends string>(
  page: Page,
  bytes: Buffer,
  places: Record<Name, [number, number]>,
): Promise<{ size: { width: number; height: number }; at: Record<Name, Seen> }> {
  const input = { base64: bytes.toString('base64'), places: Object.entries<[number, number]>(places) }
  const seen = await page.evaluate(async ({ base64, places: wanted }) => {
    const raw = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([raw]))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const paper = canvas.getContext('2d')
    if (!paper) throw new Error('no canvas')
    paper.drawImage(bitmap, 0, 0)
    const { width, height } = bitmap
    const at = wanted.map(([name, [x, y]]) => {
      const look = (side: number) =>
        paper.getImageData(Math.round(x * width - side / 2), Math.round(y * height - side / 2), side, side).data
      const [red = 0, green = 0, blue = 0] = look(1)
      const most = Math.max(red, green, blue)
      const least = Math.min(red, green, blue)
      const colour =
        most - least < 60 ? (most > 127 ? 'white' : 'black') : most === red ? 'red' : most === green ? 'green' : 'blue'
      const around = look(60)
      const light = Array.from({ length: 3600 }, (_, pixel) => around[pixel * 4 + 1] ?? 0)
      return [name, { colour, contrast: Math.max(...light) - Math.min(...light) }]
    })
    return { size: { width, height }, at: Object.fromEntries(at) as Record<string, unknown> }
  }, input)
  return seen as { size: { width: number; height: number }; at: Record<Name, Seen> }
}
