import { ascii, type Piece, viewOf } from './pieces.ts'
import { onlyOrientation, orientationOf } from './tiff.ts'

const exif = 'Exif\0\0'

/** What a decoder needs: of the application's own segments only colours. Everything else may tell of people and places. */
function needed(marker: number, bytes: Uint8Array, at: number): boolean {
  if (marker === 0xe0) return ascii(bytes, at, 5) === 'JFIF\0'
  if (marker === 0xe2) return ascii(bytes, at, 12) === 'ICC_PROFILE\0'
  if (marker === 0xee) return ascii(bytes, at, 5) === 'Adobe'
  return !(marker >= 0xe1 && marker <= 0xef) && marker !== 0xfe
}

/** Where the picture's own data end: at the next marker that is neither stuffing nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
    at += next === 0xff ? 1 : 2
  }
  return bytes.length
}

function exifPiece(orientation: number): Uint8Array<ArrayBuffer> {
  const tiff = onlyOrientation(orientation)
  const head = [0xff, 0xe1, 0, 2 + exif.length + tiff.length, ...Array.from(exif, (sign) => sign.charCodeAt(0))]
  return Uint8Array.from([...head, ...tiff])
}

/** A JPEG without what the camera wrote beside the picture, the pixels untouched; null when it can't be read. */
export function cleanJpeg(bytes: Uint8Array): Piece[] | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const view = viewOf(bytes)
  const kept: Piece[] = []
  let orientation = 1
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    // Behind the end cameras keep a second picture, or a film.
    if (marker === 0xd9) break
    if (marker === 1 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2
      continue
    }
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) return null
    if (marker === 0xe1 && ascii(bytes, at + 4, 6) === exif) orientation = orientationOf(bytes.subarray(at + 10, end))
    const to = marker === 0xda ? endOfScan(bytes, end) : end
    if (needed(marker, bytes, at + 4)) kept.push({ from: at, to })
    at = to
  }
  return [
    Uint8Array.of(0xff, 0xd8),
    ...(orientation === 1 ? [] : [exifPiece(orientation)]),
    ...kept,
    Uint8Array.of(0xff, 0xd9),
  ]
}
