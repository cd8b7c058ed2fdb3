import { expect, test } from 'vitest'
import { cleanFile } from './clean-file.ts'

const latin = (words: string) => Buffer.from(words, 'latin1')
const text = async (blob: Blob) => Buffer.from(await blob.arrayBuffer()).toString('latin1')

function box(name: string, ...content: Uint8Array[]): Buffer<ArrayBuffer> {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, body])
}

function numbers(...values: number[]): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4)
  return bytes
}

const place = '+55.7558+037.6173/'
const picture = 'pictures and sound '.repeat(20)

interface Made {
  /** Samples of tracks beside the picture: kind of the track, and what it holds. */
  tracks?: [kind: string, sample: string][]
  /** Boxes in the head, in the track of the picture, and beside the head. */
  head?: Buffer<ArrayBuffer>[]
  track?: Buffer<ArrayBuffer>[]
  outside?: Buffer<ArrayBuffer>[]
  /** What lies unnamed between picture and sound. */
  between?: string
}

/** A film as cameras write it: the picture, then the samples of other tracks, then the head. */
function film({ tracks = [], head = [], track = [], outside = [], between = '' }: Made): File {
  const ftyp = box('ftyp', latin('mp42'))
  let at = start + picture.length + between.length
  const others = tracks.map(([kind, sample]) => {
    const table = box(
      'stbl',
      box('stsd', numbers(0, 0)),
      box('stsz', numbers(0, 0, 1, sample.length)),
      box('stsc', numbers(0, 1, 1, 1, 1)),
      box('stco', numbers(0, 1, at)),
    )
    at += sample.length
    const handler = box('hdlr', numbers(0, 0), latin(kind), numbers(0, 0, 0), latin('Maker of tracks'))
    return box('trak', box('tkhd', numbers(0, 9, 9)), box('mdia', handler, box('minf', table)))
  })
  const handler = box('hdlr', numbers(0, 0), latin('vide'), numbers(0, 0, 0), latin('GoPro AVC'))
  const parts = [
    ftyp,
    box('mdat', latin(picture), latin(between), ...tracks.map(([, sample]) => latin(sample))),
    box(
      'moov',
      box('mvhd', numbers(0, 5, 5, 600, 1200)),
      box('trak', box('mdia', handler), ...track),
      ...others,
      ...head,
    ),
    ...outside,
  ]
  return new File(parts, 'film.mp4', { type: 'video/mp4' })
}

const keys = box('meta', box('keys', latin('mdtacom.apple.quicktime.location.ISO6709')), box('ilst', latin(place)))
/** Where the first sample lies: behind two headers and a kind. */
const start = 20

test.each<[string, Made]>([
  ['a phone with Android', { head: [box('udta', box('\u00A9xyz', latin(place)))] }],
  ['an older phone', { head: [box('udta', box('loci', latin(place)))] }],
  ['an iPhone', { head: [keys] }],
  ['an iPhone, in its track', { track: [keys], tracks: [['meta', place]] }],
  ['an editor of films, in the head', { head: [box('uuid', latin(`<x:xmpmeta> ${place}`))] }],
  ['an editor of films, beside the head', { outside: [box('uuid', latin(`<x:xmpmeta> ${place}`))] }],
  ['a GoPro', { head: [box('udta', box('GPMF', latin(place)))], tracks: [['meta', `GPS5 ${place}`]] }],
  ['a camera with movements', { tracks: [['camm', place]] }],
  ['a camera with a track of its own', { tracks: [['djmd', place]] }],
  ['a drone, in its subtitles', { tracks: [['sbtl', `HOME(37.6173,55.7558) ${place}`]] }],
  ['a drone, in its text', { tracks: [['text', '[latitude: 55.7558] [longitude: 37.6173]']] }],
  ['a dashboard camera, in its spare room', { outside: [box('free', box('gps ', latin(place)))] }],
  [
    'a dashboard camera, between picture and sound',
    { head: [box('gps ', numbers(1, 1), numbers(start + picture.length, place.length))], between: place },
  ],
  ['a Samsung, behind the film', { outside: [box('sefd', latin(place))] }],
])('S11 what %s tells of the place stays on the device', async (_, made) => {
  const file = film(made)
  expect(/55\.7558/.test(await text(file))).toBe(true)
  const { blob, sure } = await cleanFile(file)
  const after = await text(blob)
  expect(/55\.7558|37\.6173|037|latitude|GoPro/.exec(after)?.[0]).toBeUndefined()
  expect([sure, blob.size]).toEqual([true, file.size])
  expect(after.slice(start, start + picture.length)).toBe(picture)
})

test('subtitles that tell a story stay, word for word', async () => {
  const words = 'At 7.30 in the forest, a magpie speaks.'
  const after = await text((await cleanFile(film({ tracks: [['sbtl', words]] }))).blob)
  expect(after).toContain(words)
  expect(after).toContain('sbtl')
})

test('S11 a track that tells and can not be read is said to stay', async () => {
  const broken = box('trak', box('mdia', box('hdlr', numbers(0, 0), latin('meta'))))
  expect((await cleanFile(film({ head: [broken] }))).sure).toBe(false)
})
