import { ascii, type Piece, viewOf } from './pieces.ts'
import { onlyOrientation, orientationOf } from './tiff.ts'

const looks = new Set(['VP8 ', 'VP8L', 'VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH'])
const hasExif = 0x08
const hasXmp = 0x04

function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + data.length + (data.length % 2))
  for (let at = 0; at < 4; at++) bytes[at] = name.charCodeAt(at)
  viewOf(bytes).setUint32(4, data.length, true)
  bytes.set(data, 8)
  return bytes
}

const sizeOf = (piece: Piece) => (piece instanceof Uint8Array ? piece.length : piece.to - piece.from)

/** A WebP without what was written beside the picture, the pixels untouched; null when it can't be read. */
export function cleanWebp(bytes: Uint8Array): Piece[] | null {
  const view = viewOf(bytes)
  const kept: Piece[] = []
  let orientation = 1
  let flags: Uint8Array<ArrayBuffer> | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = ascii(bytes, at, 4)
    const length = view.getUint32(at + 4, true)
    const end = at + 8 + length + (length % 2)
    if (at + 8 + length > bytes.length) return null
    if (name === 'EXIF') {
      const data = bytes.subarray(at + 8, at + 8 + length)
      orientation = orientationOf(ascii(data, 0, 4) === 'Exif' ? data.subarray(6) : data)
    }
    if (name === 'VP8X') kept.push((flags = bytes.slice(at, end)))
    else if (looks.has(name)) kept.push({ from: at, to: Math.min(end, bytes.length) })
    at = end
  }
  if (kept.length === 0) return null
  const turned = orientation !== 1 && flags !== undefined
  if (flags) flags[8] = ((flags[8] ?? 0) & ~(hasExif | hasXmp)) | (turned ? hasExif : 0)
  const body = turned ? [...kept, chunk('EXIF', onlyOrientation(orientation))] : kept
  const head = bytes.slice(0, 12)
  viewOf(head).setUint32(
    4,
    body.reduce((sum, piece) => sum + sizeOf(piece), 4),
    true,
  )
  return [head, ...body]
}
