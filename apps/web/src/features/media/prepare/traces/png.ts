import { ascii, type Piece, viewOf } from './pieces.ts'
import { onlyOrientation, orientationOf } from './tiff.ts'

/** Chunks that change how the picture looks, and frames. Words, times and what a camera wrote are none of them. */
const looks = new Set('tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT'.split(' '))

/** The check sum of a chunk (CRC-32 of ISO 3309). */
function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}

function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length)
  const view = viewOf(bytes)
  view.setUint32(0, data.length)
  for (let at = 0; at < 4; at++) bytes[4 + at] = name.charCodeAt(at)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, checksum(bytes.subarray(4, 8 + data.length)))
  return bytes
}

/** A PNG without words and dates inside, the pixels untouched; null when it can't be read. */
export function cleanPng(bytes: Uint8Array): Piece[] | null {
  const view = viewOf(bytes)
  const pieces: Piece[] = [{ from: 0, to: 8 }]
  let orientation = 1
  for (let at = 8; at + 12 <= bytes.length;) {
    const name = ascii(bytes, at + 4, 4)
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return null
    if (name === 'eXIf') orientation = orientationOf(bytes.subarray(at + 8, end - 4))
    if (name === 'IEND' && orientation !== 1) pieces.push(chunk('eXIf', onlyOrientation(orientation)))
    // A capital letter: no decoder can do without it.
    if (/^[A-Z]/.test(name) || looks.has(name)) pieces.push({ from: at, to: end })
    if (name === 'IEND') return pieces
    at = end
  }
  return null
}
