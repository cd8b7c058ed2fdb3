import { ascii, type Piece, viewOf } from './pieces.ts'

/** Chunks that change how the picture looks, and frames. Words, times and what a camera wrote are none of them. */
const looks = new Set('tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT'.split(' '))

/** A PNG without words and dates inside, the pixels untouched; null when it can't be read. */
export function cleanPng(bytes: Uint8Array): Piece[] | null {
  const view = viewOf(bytes)
  const pieces: Piece[] = [{ from: 0, to: 8 }]
  for (let at = 8; at + 12 <= bytes.length;) {
    const name = ascii(bytes, at + 4, 4)
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return null
    // A capital letter: no decoder can do without it.
    if (/^[A-Z]/.test(name) || looks.has(name)) pieces.push({ from: at, to: end })
    if (name === 'IEND') return pieces
    at = end
  }
  return null
}
