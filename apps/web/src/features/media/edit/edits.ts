/** A part of a picture as it is seen (turned and mirrored), in shares of its sides. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Something put on the picture with a finger. Places are pixels of the picture as it was, in shares of its longer side. */
export type Mark =
  | { kind: 'pen'; colour: string; width: number; points: number[] }
  | { kind: 'blur'; width: number; points: number[] }
  | { kind: 'erase'; width: number; points: number[] }
  /** A rectangle between two opposite corners that is blurred. */
  | { kind: 'hide'; points: [number, number, number, number] }

/** What is done to a picture; the picture itself stays as it was until it is drawn anew for sending. */
export interface Edits {
  /** Quarter turns clockwise. */
  turns: 0 | 1 | 2 | 3
  /** Left and right change places, after the turn. */
  mirrored: boolean
  crop: Box
  marks: readonly Mark[]
}

const whole: Box = { x: 0, y: 0, width: 1, height: 1 }
export const untouched: Edits = { turns: 0, mirrored: false, crop: whole, marks: [] }

export function isUntouched({ turns, mirrored, crop, marks }: Edits): boolean {
  return (
    turns === 0 &&
    !mirrored &&
    marks.length === 0 &&
    crop.x === 0 &&
    crop.y === 0 &&
    crop.width === 1 &&
    crop.height === 1
  )
}

/** What is seen, a quarter further clockwise. */
export function turned(edits: Edits): Edits {
  const { x, y, width, height } = edits.crop
  const by = edits.mirrored ? 3 : 1
  return {
    ...edits,
    turns: ((edits.turns + by) % 4) as Edits['turns'],
    crop: { x: 1 - y - height, y: x, width: height, height: width },
  }
}

/** What is seen, as in a mirror. */
export function mirrored(edits: Edits): Edits {
  const { x, width } = edits.crop
  return { ...edits, mirrored: !edits.mirrored, crop: { ...edits.crop, x: 1 - x - width } }
}
