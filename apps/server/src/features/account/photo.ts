import { limits } from '@soroka/protocol'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Whether these bytes are a picture that may be a profile photo (S11): JPEG, PNG or WebP by what they begin with, no
 * larger than limits.photoSide, and without what a camera writes about place and time. Nothing is decoded here, and
 * nobody is ever sent these bytes as a picture, only as text; that they show what they say is the readers' to find out.
 */
export function isPhoto(image: Buffer): boolean {
  const size = jpegSize(image) ?? pngSize(image) ?? webpSize(image)
  return size !== undefined && isFit(size.width) && isFit(size.height)
}

function isFit(side: number): boolean {
  return side >= 1 && side <= limits.photoSide
}

/** Its frame says the size. A segment that holds EXIF or XMP (APP1) is a refusal. */
function jpegSize(image: Buffer): Size | undefined {
  if (image.length < 4 || image.readUInt16BE(0) !== 0xff_d8) return undefined
  for (let at = 2; at + 9 <= image.length; at += 2 + image.readUInt16BE(at + 2)) {
    const marker = image[at + 1] ?? 0
    if (image[at] !== 0xff || marker === 0xe1) return undefined
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) }
  }
  return undefined
}

const pngStart = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')

function pngSize(image: Buffer): Size | undefined {
  if (image.length < 33 || !image.subarray(0, 16).equals(pngStart) || image.includes('eXIf')) return undefined
  return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) }
}

function webpSize(image: Buffer): Size | undefined {
  const text = (from: number, to: number): string => image.toString('latin1', from, to)
  if (image.length < 30 || text(0, 4) !== 'RIFF' || text(8, 12) !== 'WEBP' || image.includes('EXIF')) return undefined
  switch (text(12, 16)) {
    case 'VP8 ':
      return { width: image.readUInt16LE(26) & 0x3f_ff, height: image.readUInt16LE(28) & 0x3f_ff }
    case 'VP8L': {
      const bits = image.readUInt32LE(21)
      return { width: (bits & 0x3f_ff) + 1, height: ((bits >>> 14) & 0x3f_ff) + 1 }
    }
    case 'VP8X':
      return { width: image.readUIntLE(24, 3) + 1, height: image.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}
