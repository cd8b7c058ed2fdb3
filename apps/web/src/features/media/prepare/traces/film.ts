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

/** A track of places and movements beside picture and sound (phones and action cameras write them). */
function isTelling(bytes: Uint8Array, track: Box): boolean {
  const handler = child(bytes, track, 'mdia', 'hdlr')
  return handler !== undefined && ['meta', 'camm'].includes(ascii(bytes, handler.content + 8, 4))
}

/**
 * Takes place, time and makes of cameras out of the head of a film (`moov`), in place.
 * @returns stretches of the film itself that tell of places too; null when such a track can't be read
 */
export function cleanMovie(bytes: Uint8Array): Stretch[] | null {
  const stretches: Stretch[] = []
  let whole = true
  const walk = (box: Box) => {
    if (told.has(box.name)) return empty(bytes, box)
    if (['mvhd', 'tkhd', 'mdhd'].includes(box.name)) return forgetTimes(bytes, box)
    if (box.name === 'trak' && isTelling(bytes, box)) {
      const samples = samplesOf(bytes, box)
      if (samples) stretches.push(...samples)
      else whole = false
      return empty(bytes, box)
    }
    if (inside.has(box.name)) for (const one of boxesIn(bytes, box.content, box.to)) walk(one)
  }
  for (const box of boxesIn(bytes, 0, bytes.length)) walk(box)
  return whole ? stretches : null
}
