import { describe, expect, test } from 'vitest'
import { cleanFile } from './clean-file.ts'
import { photoWithTraces, traces } from './photos-with-traces.ts'
import { onlyOrientation, orientationOf } from './tiff.ts'

const text = async (blob: Blob) => Buffer.from(await blob.arrayBuffer()).toString('latin1')
const latin = (words: string) => Buffer.from(words, 'latin1')

function box(name: string, ...content: Uint8Array[]): Buffer<ArrayBuffer> {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, body])
}
const numbers = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4)
  return bytes
}

describe('S11 what a camera wrote stays on the device', () => {
  test.each(['jpeg', 'png', 'webp'] as const)(
    'a %s loses place, date and words, and keeps its pixels',
    async (kind) => {
      const file = photoWithTraces(kind)
      const before = await text(file)
      expect(traces.filter((word) => before.includes(word))).not.toEqual([])
      const { blob, sure } = await cleanFile(file)
      const after = await text(blob)
      expect(sure).toBe(true)
      expect(blob.type).toBe(`image/${kind}`)
      // The one thing that is kept says which way up the picture is.
      const told = after.replace(/(Exif\0\0|eXIf|EXIF....)MM\0\*.{22}/s, '')
      expect(traces.filter((word) => told.includes(word))).toEqual([])
      const pixels = { jpeg: /\xff\xda.*?\xff\xd9/s, png: /IDAT.{24}/s, webp: /VP8 .{60}/s }[kind]
      expect(pixels.exec(after)?.[0]).toBe(pixels.exec(before)?.[0])
    },
  )

  test.each([
    ['jpeg', 'Exif\0\0', 6],
    ['png', 'eXIf', 4],
    ['webp', 'EXIF', 8],
  ] as const)('a %s still stands upright', async (kind, mark, skip) => {
    const { blob } = await cleanFile(photoWithTraces(kind))
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const at = (await text(blob)).indexOf(mark)
    expect(at).toBeGreaterThan(0)
    expect(orientationOf(bytes.subarray(at + skip))).toBe(6)
    expect(orientationOf(onlyOrientation(8))).toBe(8)
  })

  test('a film behind a photo is cut off', async () => {
    const photo = photoWithTraces('jpeg')
    const { blob } = await cleanFile(new Blob([photo, 'ftypmp42 Forest street'], { type: 'image/jpeg' }))
    expect(await text(blob)).not.toContain('Forest')
  })

  test('a WebP says its new length, and no block that is gone', async () => {
    const { blob } = await cleanFile(photoWithTraces('webp'))
    const bytes = Buffer.from(await blob.arrayBuffer())
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
    expect((bytes[20] ?? 0) & 0x04).toBe(0)
  })

  test('a film loses its place and times, and no byte changes its own', async () => {
    const picture = latin('pictures and sound '.repeat(40))
    const places = latin('55.7558 37.6173')
    const ftyp = box('ftyp', latin('qt  '))
    const start = ftyp.length + 8
    const gps = box(
      'trak',
      box('tkhd', numbers(0, 7, 7)),
      box(
        'mdia',
        box('hdlr', numbers(0, 0), latin('meta')),
        box(
          'minf',
          box(
            'stbl',
            box('stsz', numbers(0, 0, 1, places.length)),
            box('stsc', numbers(0, 1, 1, 1, 1)),
            box('stco', numbers(0, 1, start + picture.length)),
          ),
        ),
      ),
    )
    const moov = box(
      'moov',
      box('mvhd', numbers(0, 3_800_000_000, 3_800_000_000, 600, 1200)),
      box('trak', box('mdia', box('hdlr', numbers(0, 0), latin('vide'))), box('udta', latin('Magpie Works'))),
      gps,
      box('udta', box('\u00A9xyz', latin('\0\x12\x15\xc7+55.7558+037.6173/'))),
      box('meta', latin('com.apple.quicktime.location.ISO6709')),
    )
    const film = Buffer.concat([ftyp, box('mdat', picture, places), moov, box('uuid', latin('<x:xmpmeta> Forest'))])
    const { blob, sure } = await cleanFile(new Blob([film], { type: 'video/quicktime' }))
    const after = await text(blob)
    expect(sure).toBe(true)
    expect(blob.size).toBe(film.length)
    for (const word of ['55.7558', '37.6173', 'xyz', 'Magpie', 'apple', 'xmp', 'Forest'])
      expect(after).not.toContain(word)
    expect(after.slice(0, start + picture.length)).toBe(film.subarray(0, start + picture.length).toString('latin1'))
    expect(after).toContain(numbers(0, 0, 0, 600, 1200).toString('latin1'))
    expect(after).toContain('vide')
  })

  test('a HEIC loses its Exif where it lies', async () => {
    const exif = latin('\0\0\0\x06Exif\0\0MM\0* 55.7558 Magpie')
    const pixels = latin('hevc pixels')
    const item = (id: number, type: string) => box('infe', Buffer.from([2, 0, 0, 0, 0, id, 0, 0]), latin(`${type}\0`))
    const place = (id: number, from: number, size: number) =>
      Buffer.concat([Buffer.from([0, id, 0, 0, 0, 0, 0, 1]), numbers(from, size)])
    const meta = (start: number) =>
      box(
        'meta',
        numbers(0),
        box('hdlr', numbers(0, 0), latin('pict')),
        box('iinf', Buffer.from([0, 0, 0, 0, 0, 2]), item(1, 'hvc1'), item(2, 'Exif')),
        box(
          'iloc',
          Buffer.from([1, 0, 0, 0, 0x44, 0, 0, 2]),
          place(1, start, pixels.length),
          place(2, start + pixels.length, exif.length),
        ),
      )
    const ftyp = box('ftyp', latin('heic'))
    const start = ftyp.length + meta(0).length + 8
    const file = Buffer.concat([ftyp, meta(start), box('mdat', pixels, exif)])
    const { blob, sure } = await cleanFile(new Blob([file], { type: 'image/heic' }))
    const after = await text(blob)
    expect(sure).toBe(true)
    expect(after.length).toBe(file.length)
    expect(after).toContain('hevc pixels')
    expect(after).not.toContain('Magpie')
    expect(after).not.toContain('55.7558')
  })

  test.each([
    ['a raw photo', new Blob(['II*\0 55.7558'], { type: 'image/x-adobe-dng' })],
    ['a JPEG that is cut in its head', new Blob([photoWithTraces('jpeg').slice(0, 60)], { type: 'image/jpeg' })],
    ['a film of another kind', new Blob(['RIFF0000AVI LIST'], { type: 'video/x-msvideo' })],
  ])('%s stays as it is, and that is said', async (_, file) => {
    const { blob, sure } = await cleanFile(file)
    expect(sure).toBe(false)
    expect(await text(blob)).toBe(await text(file))
  })

  test.each([
    ['a document', new Blob(['%PDF-1.7 2026:07'], { type: 'application/pdf' })],
    ['a song with its name', new Blob([box('ftyp', latin('M4A ')), box('moov', box('udta', latin('Song')))])],
  ])('%s is nobody’s photo and stays as it is', async (_, file) => {
    const { blob, sure } = await cleanFile(file)
    expect(sure).toBe(true)
    expect(await text(blob)).toBe(await text(file))
  })
})
