import { type Box, boxesIn } from './boxes.ts'
import type { Stretch } from './film.ts'
import { ascii, viewOf } from './pieces.ts'

/** Reads numbers one after the other. */
class Reader {
  readonly #view: DataView
  at: number
  constructor(bytes: Uint8Array, at: number) {
    this.#view = viewOf(bytes)
    this.at = at
  }
  number(size: number): number {
    let value = 0
    for (let left = size; left > 0; left--) value = value * 256 + this.#view.getUint8(this.at++)
    return value
  }
}

/** Numbers of the items of a HEIC or AVIF that tell of camera and place. */
function tellingItems(bytes: Uint8Array, list: Box): Set<number> {
  const start = list.content + (bytes[list.content] === 0 ? 6 : 8)
  return new Set(
    boxesIn(bytes, start, list.to).flatMap(({ content }) => {
      const version = bytes[content] ?? 0
      if (version < 2) return []
      const reader = new Reader(bytes, content + 4)
      const id = reader.number(version === 2 ? 2 : 4)
      const type = ascii(bytes, reader.at + 2, 4)
      return type === 'Exif' || type === 'mime' || type === 'uri ' ? [id] : []
    }),
  )
}

/** Where those items lie in the file; null when they can't be told. */
function placesOf(bytes: Uint8Array, box: Box, wanted: Set<number>, own: number): Stretch[] | null {
  const version = bytes[box.content] ?? 0
  if (version > 2) return null
  const reader = new Reader(bytes, box.content + 4)
  const sizes = reader.number(2)
  const [offset, length, base] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const index = version === 0 ? 0 : sizes & 15
  const places: Stretch[] = []
  for (let left = reader.number(version < 2 ? 2 : 4); left > 0; left--) {
    const id = reader.number(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : reader.number(2) & 15
    reader.number(2)
    const start = reader.number(base)
    for (let extents = reader.number(2); extents > 0; extents--) {
      reader.number(index)
      const from = start + reader.number(offset)
      const size = reader.number(length)
      if (!wanted.has(id)) continue
      if (method > 1 || size === 0) return null
      // Within the box itself, or anywhere in the file.
      places.push(method === 1 ? { from: own + from, to: own + from + size } : { from, to: from + size })
    }
  }
  return places
}

/** Stretches of a HEIC or AVIF that tell of camera and place; its `meta` box is given as read, with its place in the file. */
export function tellingPlaces(bytes: Uint8Array, at: number): Stretch[] | null {
  try {
    const children = boxesIn(bytes, 12, bytes.length)
    const find = (name: string) => children.find((box) => box.name === name)
    const [list, places, own] = [find('iinf'), find('iloc'), find('idat')]
    if (!list || !places) return null
    const wanted = tellingItems(bytes, list)
    return wanted.size === 0 ? [] : placesOf(bytes, places, wanted, at + (own?.content ?? 0))
  } catch (error) {
    if (error instanceof RangeError) return null // it ends in the middle
    throw error
  }
}
