import { ascii, viewOf } from './pieces.ts'

const orientation = 0x0112

/** Which way up a picture is, as cameras write it: 1 to 8; 1 when the block can't be read. */
export function orientationOf(tiff: Uint8Array): number {
  if (tiff.length < 14) return 1
  const order = ascii(tiff, 0, 2)
  if (order !== 'II' && order !== 'MM') return 1
  const little = order === 'II'
  const view = viewOf(tiff)
  const start = view.getUint32(4, little)
  if (start + 2 > tiff.length) return 1
  for (let at = start + 2, left = view.getUint16(start, little); left > 0 && at + 12 <= tiff.length; left--, at += 12) {
    if (view.getUint16(at, little) !== orientation) continue
    const value = view.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** A block that says which way up a picture is, and nothing else. */
export function onlyOrientation(value: number): Uint8Array<ArrayBuffer> {
  // Big-endian, one entry of one short number, no further directory.
  const head = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, orientation >> 8, orientation & 255, 0, 3, 0, 0, 0, 1]
  return Uint8Array.from([...head, 0, value, 0, 0, 0, 0, 0, 0])
}
