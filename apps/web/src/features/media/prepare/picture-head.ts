import { isAnimated } from './moving.ts'
import type { Size } from './picture-sizes.ts'
import { kindOf } from './traces/clean-file.ts'
import { ascii, viewOf } from './traces/pieces.ts'

function jpegSize(bytes: Uint8Array): Size | null {
  const view = viewOf(bytes)
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    // Frames of all kinds, but not tables between them.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

function webpSize(bytes: Uint8Array): Size | null {
  const view = viewOf(bytes)
  const three = (at: number) => view.getUint16(at, true) + (bytes[at + 2] ?? 0) * 65_536
  switch (ascii(bytes, 12, 4)) {
    case 'VP8X':
      return { width: three(24) + 1, height: three(27) + 1 }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    default:
      return null
  }
}

/** Whether a picture moves: drawn anew it would stand still. */
export async function moves(file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, 65_536).arrayBuffer())
  if (kindOf(bytes) !== 'png') return isAnimated(bytes)
  // Said before the pixels.
  return new TextDecoder('latin1').decode(bytes).split('IDAT')[0]?.includes('acTL') === true
}

/** Pixels of a picture as its first bytes say, before anybody makes room for them; null when they don't. */
export async function sizeInHead(file: Blob): Promise<Size | null> {
  // A JPEG's frame stands behind what the camera wrote.
  const bytes = new Uint8Array(await file.slice(0, 524_288).arrayBuffer())
  if (bytes.length < 32) return null
  const view = viewOf(bytes)
  switch (kindOf(bytes)) {
    case 'jpeg':
      return jpegSize(bytes)
    case 'png':
      return { width: view.getUint32(16), height: view.getUint32(20) }
    case 'webp':
      return webpSize(bytes)
    case 'gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    default:
      return null
  }
}
