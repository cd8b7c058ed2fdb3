import { type Box, boxesOf } from './boxes.ts'
import { cleanMovie, dropTrack, type Stretch, tellPlaces, type Words } from './film.ts'
import { cleanJpeg } from './jpeg.ts'
import { ascii, joined, type Piece } from './pieces.ts'
import { cleanPng } from './png.ts'
import { tellingPlaces } from './still.ts'
import { cleanWebp } from './webp.ts'

/** Pictures are read whole for this, heads of films too; larger ones than this are none. */
const mostRead = 268_435_456

export interface Cleaned {
  blob: Blob
  /** False: place and time may still be inside. */
  sure: boolean
}

/** What a file is by its first bytes, whatever it is called. */
export function kindOf(head: Uint8Array): 'jpeg' | 'png' | 'webp' | 'gif' | 'heic' | 'boxes' | 'other' {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg'
  if (ascii(head, 1, 3) === 'PNG') return 'png'
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WEBP') return 'webp'
  if (ascii(head, 0, 4) === 'GIF8') return 'gif'
  const box = ascii(head, 4, 4)
  // Names of songs are what a song has them for.
  if (box === 'ftyp' && /^M4[ABP] $/.test(ascii(head, 8, 4))) return 'other'
  if (box === 'ftyp' && /^(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(ascii(head, 8, 4))) return 'heic'
  return ['ftyp', 'moov', 'wide', 'mdat'].includes(box) ? 'boxes' : 'other'
}

async function cleanPicture(file: Blob, clean: (bytes: Uint8Array) => Piece[] | null): Promise<Cleaned> {
  if (file.size > mostRead) return { blob: file, sure: false }
  const pieces = clean(new Uint8Array(await file.arrayBuffer()))
  return pieces ? { blob: joined(file, pieces), sure: true } : { blob: file, sure: false }
}

/** The file with zeros in these stretches, and other bytes in the place of some boxes. */
function covered(file: Blob, stretches: Stretch[], changed: [Box, Uint8Array<ArrayBuffer>][]): Blob {
  const zeros = stretches.map(({ from, to }) => ({ from, bytes: new Uint8Array(to - from) }))
  const all = [...zeros, ...changed.map(([{ from }, bytes]) => ({ from, bytes }))].toSorted((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  let at = 0
  for (const { from, bytes } of all) {
    const late = Math.max(0, at - from)
    if (late >= bytes.length) continue
    pieces.push({ from: at, to: from + late }, bytes.subarray(late))
    at = from + bytes.length
  }
  return joined(file, [...pieces, { from: at, to: file.size }])
}

/** What a film needs at its outermost; all else there is a camera's own: uuid, trailers, room that is not empty. */
const neededOutside = new Set(['ftyp', 'styp', 'moov', 'moof', 'mdat', 'meta', 'mfra', 'sidx', 'ssix', 'pdin', 'wide'])
/** Notes of a camera are never so long: room of this size was kept free for something else, and to fill it would cost as much memory. */
const mostNotes = 8_388_608
/** Enough words to know them by. */
const mostWords = 200

/** Of written tracks, the stretches of those that tell of places; they leave the head too. */
async function tellingWords(file: Blob, bytes: Uint8Array, tracks: readonly Words[]): Promise<Stretch[]> {
  const telling: Stretch[] = []
  for (const words of tracks) {
    const some = words.samples.slice(0, mostWords).map(({ from, to }) => file.slice(from, Math.min(to, from + 4096)))
    if (!tellPlaces(await new Blob(some).text())) continue
    telling.push(...words.samples)
    dropTrack(bytes, words)
  }
  return telling
}

async function cleanBoxes(file: Blob): Promise<Cleaned> {
  const boxes = await boxesOf(file)
  if (!boxes) return { blob: file, sure: false }
  const stretches: Stretch[] = []
  const changed: [Box, Uint8Array<ArrayBuffer>][] = []
  let sure = true
  for (const box of boxes) {
    const spare = box.name === 'free' || box.name === 'skip'
    if (!neededOutside.has(box.name) && !(spare && box.to - box.content > mostNotes))
      stretches.push({ from: box.content, to: box.to })
    if (box.name !== 'moov' && box.name !== 'meta') continue
    if (box.to - box.from > mostRead) return { blob: file, sure: false }
    const bytes = new Uint8Array(await file.slice(box.from, box.to).arrayBuffer())
    if (box.name === 'moov') {
      const { stretches: more, words, whole } = cleanMovie(bytes)
      stretches.push(...more, ...(await tellingWords(file, bytes, words)))
      sure &&= whole
      changed.push([box, bytes])
      continue
    }
    const more = tellingPlaces(bytes, box.from)
    if (more) stretches.push(...more)
    else sure = false
  }
  const within = stretches.filter(({ from, to }) => from <= to && to <= file.size)
  return { blob: covered(file, within, changed), sure: sure && within.length === stretches.length }
}

/**
 * The same picture or film without what the device wrote beside it: place, time, camera (S11). Pixels and sound stay byte
 * for byte. Files of other kinds stay as they are.
 */
export async function cleanFile(file: Blob): Promise<Cleaned> {
  const kind = kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()))
  switch (kind) {
    case 'jpeg':
      return await cleanPicture(file, cleanJpeg)
    case 'png':
      return await cleanPicture(file, cleanPng)
    case 'webp':
      return await cleanPicture(file, cleanWebp)
    case 'heic':
    case 'boxes':
      return await cleanBoxes(file)
    case 'gif':
      return { blob: file, sure: true }
    case 'other':
      // Raw pictures and older films keep it in ways of their own.
      return { blob: file, sure: !/^(image|video)\//.test(file.type) || /svg|webm/.test(file.type) }
    default:
      return kind satisfies never
  }
}
