import type { Size } from '../prepare/picture-sizes.ts'
import type { Box, Edits } from './edits.ts'
import { centred, chain, type Matrix, orient, type Rect, seenSize } from './geometry.ts'

/** How a picture stands on the stage. */
export interface View {
  /** Pixels of the stage for one of the picture. */
  scale: number
  /** From pixels of the picture to those of the stage. */
  matrix: Matrix
  /** Where a part of what is seen stands on the stage. */
  rectOf(box: Box): Rect
}

/** The picture with one part of it in the middle of the stage, as large as it fits. */
export function viewOf(size: Size, edits: Edits, part: Box, stage: Size, margin: number): View {
  const seen = seenSize(size, edits)
  const pixels = { width: part.width * seen.width, height: part.height * seen.height }
  const rect = centred(pixels, stage, margin)
  const scale = rect.width / pixels.width
  const [left, top] = [rect.x - part.x * seen.width * scale, rect.y - part.y * seen.height * scale]
  return {
    scale,
    matrix: chain([scale, 0, 0, scale, left, top], orient(size, edits)),
    rectOf: ({ x, y, width, height }) => ({
      x: left + x * seen.width * scale,
      y: top + y * seen.height * scale,
      width: width * seen.width * scale,
      height: height * seen.height * scale,
    }),
  }
}
