import { type Box, boxesIn } from './boxes.ts'
import { ascii, viewOf } from './pieces.ts'

/** A stretch of the file that is written over with zeros. */
export interface Stretch {
  from: number
  to: number
}

const inside = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl'])
/** Where cameras write place, time, model and names. */
const told = new Set(['udta', 'meta', 'uuid'])
/** What a player needs of the head; all else in it is of the camera's own invention. */
const needed = new Set(['mvhd', 'trak', 'mvex', 'iods', 'pssh'])
/** Subtitles are kept, unless they are a drone's notes of where it flew. */
const written = new Set(['text', 'sbtl', 'subt', 'clcp'])

function child(bytes: Uint8Array, box: Box, ...path: string[]): Box | undefined {
  let at: Box | undefined = box
  for (const name of path) at = at && boxesIn(bytes, at.content, at.to).find((one) => one.name === name)
  return at
}

/** A box becomes empty room of the same size: nothing behind it changes its place. */
function empty(bytes: Uint8Array, box: Box): void {
  bytes.set([0x66, 0x72, 0x65, 0x65], box.from + 4)
  bytes.fill(0, box.content, box.to)
}

/** Times of making and changing, in the headers of film, track and media. */
function forgetTimes(bytes: Uint8Array, { content, to }: Box): void {
  const long = bytes[content] === 1
  bytes.fill(0, content + 4, Math.min(to, content + 4 + (long ? 16 : 8)))
}

function numbers(bytes: Uint8Array, box: Box, skip: number, each: number): number[] {
  const view = viewOf(bytes)
  const start = box.content + skip
  const count = Math.min(view.getUint32(start - 4), Math.floor((box.to - start) / each))
  return Array.from({ length: count }, (_, at) =>
    each === 8 ? Number(view.getBigUint64(start + at * 8)) : view.getUint32(start + at * each),
  )
}

/** Where the samples of a track lie in the file. */
function samplesOf(bytes: Uint8Array, track: Box): Stretch[] | null {
  const table = child(bytes, track, 'mdia', 'minf', 'stbl')
  const [sizes, runs, short, long] = ['stsz', 'stsc', 'stco', 'co64'].map((name) => table && child(bytes, table, name))
  const offsets = short ? numbers(bytes, short, 8, 4) : long ? numbers(bytes, long, 8, 8) : null
  if (!sizes || !runs || !offsets) return null
  const same = viewOf(bytes).getUint32(sizes.content + 4)
  const each = same === 0 ? numbers(bytes, sizes, 12, 4) : null
  const firsts = numbers(bytes, runs, 8, 12)
  const perChunk = firsts.map((_, at) => viewOf(bytes).getUint32(runs.content + 8 + at * 12 + 4))
  let sample = 0
  return offsets.map((from, at) => {
    const run = firsts.findLastIndex((first) => first <= at + 1)
    let size = 0
    for (let left = perChunk[run] ?? 0; left > 0; left--) size += each ? (each[sample++] ?? 0) : same
    return { from, to: from + size }
  })
}

/** Where old dashboard cameras say that their places lie between picture and sound. */
function notedPlaces(bytes: Uint8Array, box: Box): Stretch[] {
  const view = viewOf(bytes)
  const places: Stretch[] = []
  for (let at = box.content + 8; at + 8 <= box.to; at += 8)
    places.push({ from: view.getUint32(at), to: view.getUint32(at) + view.getUint32(at + 4) })
  return places
}

/** A track that is neither picture nor sound. */
export interface Words {
  track: Box
  samples: Stretch[]
}

/** What the head of a film says of places, beside what was taken out of it. */
export interface Told {
  /** Stretches of the film itself that tell of places too. */
  stretches: Stretch[]
  words: Words[]
  /** False: there is a telling track that can't be read. */
  whole: boolean
}

/** Whether words that go with a film are of the kind that drones write: "GPS (37.61, 55.75)", "[latitude: 55.75]". */
export function tellPlaces(words: string): boolean {
  return /\bGPS\b|latitude|longitude|home\s*\(|[-+]?\d{1,3}\.\d{4,}\s*,\s*[-+]?\d{1,3}\.\d{4,}/i.test(words)
}

/** The track is no more: an empty place of the same size. */
export function dropTrack(bytes: Uint8Array, { track }: Words): void {
  empty(bytes, track)
}

/** Takes place, time and makes of cameras out of the head of a film (`moov`), in place; written words are left to be looked at. */
export function cleanMovie(bytes: Uint8Array): Told {
  const found: Told = { stretches: [], words: [], whole: true }
  const walkTrack = (box: Box) => {
    const handler = child(bytes, box, 'mdia', 'hdlr')
    const kind = handler === undefined ? '' : ascii(bytes, handler.content + 8, 4)
    if (kind === 'vide' || kind === 'soun' || kind === 'auxv') return walkAll(box)
    // Action cameras, phones and drones write places and movements into tracks of their own: meta, camm, gpmd, djmd, …
    const samples = samplesOf(bytes, box)
    if (samples === null) found.whole = false
    if (written.has(kind) && samples !== null) {
      found.words.push({ track: box, samples })
      return walkAll(box)
    }
    if (samples !== null) found.stretches.push(...samples)
    empty(bytes, box)
  }
  const walk = (box: Box) => {
    if (told.has(box.name)) return empty(bytes, box)
    if (['mvhd', 'tkhd', 'mdhd'].includes(box.name)) return forgetTimes(bytes, box)
    // "GoPro AVC", "Core Media Video": names of what handles a track, after its kind.
    if (box.name === 'hdlr') return void bytes.fill(0, box.content + 24, box.to)
    if (box.name === 'trak') return walkTrack(box)
    if (inside.has(box.name)) walkAll(box)
  }
  const walkAll = (box: Box) => {
    for (const one of boxesIn(bytes, box.content, box.to)) {
      if (box.name === 'moov' && !needed.has(one.name)) {
        if (one.name === 'gps ') found.stretches.push(...notedPlaces(bytes, one))
        empty(bytes, one)
      } else walk(one)
    }
  }
  for (const box of boxesIn(bytes, 0, bytes.length)) walk(box)
  return found
}
