import { ascii, viewOf } from './pieces.ts'

/** A box of an MP4, MOV, HEIC or AVIF: its own place and that of its content. */
export interface Box {
  name: string
  from: number
  content: number
  to: number
}

/** The header of a box at the beginning of some bytes; null when it is none. `room` is how far the box may reach. */
export function readBox(bytes: Uint8Array, at: number, from: number, room: number): Box | null {
  if (at + 8 > bytes.length) return null
  const view = viewOf(bytes)
  const name = ascii(bytes, at + 4, 4)
  const small = view.getUint32(at)
  if (small === 1 && at + 16 > bytes.length) return null
  const size = small === 0 ? room - from : small === 1 ? Number(view.getBigUint64(at + 8)) : small
  const head = small === 1 ? 16 : 8
  if (size < head || from + size > room) return null
  return { name, from, content: from + head, to: from + size }
}

/** The boxes one after the other within bytes that were read; what is no box ends the list. */
export function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const boxes: Box[] = []
  for (let at = from; at < to;) {
    const box = readBox(bytes, at, at, to)
    if (!box) break
    boxes.push(box)
    at = box.to
  }
  return boxes
}

/** The boxes of a file, of which only the headers are read; null when it is not made of boxes to its end. */
export async function boxesOf(file: Blob): Promise<Box[] | null> {
  const boxes: Box[] = []
  for (let at = 0; at < file.size;) {
    const head = new Uint8Array(await file.slice(at, at + 16).arrayBuffer())
    const box = readBox(head, 0, at, file.size)
    if (!box || boxes.length > 100_000) return null
    boxes.push(box)
    at = box.to
  }
  return boxes
}
