import type { Size } from '../prepare/picture-sizes.ts'
import type { Box, Edits } from './edits.ts'

/** An affine map as canvases take it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

/** First `inner`, then `outer`. */
export function chain(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer
  const [p, q, r, s, t, u] = inner
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f]
}

export function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): [x: number, y: number] {
  return [a * x + c * y + e, b * x + d * y + f]
}

export function inverse([a, b, c, d, e, f]: Matrix): Matrix {
  const size = a * d - b * c
  return [d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size]
}

/** The picture's sides as it is seen after its turns. */
export function seenSize({ width, height }: Size, { turns }: Pick<Edits, 'turns'>): Size {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width }
}

/** From pixels of the picture to pixels of what is seen: turned, then mirrored. */
export function orient(size: Size, { turns, mirrored }: Pick<Edits, 'turns' | 'mirrored'>): Matrix {
  const { width, height } = size
  const turn: Matrix = (
    [
      [1, 0, 0, 1, 0, 0],
      [0, 1, -1, 0, height, 0],
      [-1, 0, 0, -1, width, height],
      [0, -1, 1, 0, 0, width],
    ] as const
  )[turns]
  return mirrored ? chain([-1, 0, 0, 1, seenSize(size, { turns }).width, 0], turn) : turn
}

/** From pixels of the picture to a target into which the cropped part is drawn whole. */
export function fill(size: Size, edits: Edits, target: Size): Matrix {
  const seen = seenSize(size, edits)
  const { crop } = edits
  const across = target.width / (crop.width * seen.width)
  const down = target.height / (crop.height * seen.height)
  const view: Matrix = [across, 0, 0, down, -crop.x * seen.width * across, -crop.y * seen.height * down]
  return chain(view, orient(size, edits))
}

/** Pixels of the cropped part. */
export function croppedSize(size: Size, edits: Edits): Size {
  const seen = seenSize(size, edits)
  return {
    width: Math.max(1, Math.round(seen.width * edits.crop.width)),
    height: Math.max(1, Math.round(seen.height * edits.crop.height)),
  }
}

/** A box on the screen, in its pixels. */
export type Rect = Box

/** Where the cropped part stands in the middle of a stage, as large as it fits. */
export function centred(part: Size, stage: Size, margin: number): Rect {
  const scale = Math.min((stage.width - 2 * margin) / part.width, (stage.height - 2 * margin) / part.height)
  const [width, height] = [part.width * scale, part.height * scale]
  return { x: (stage.width - width) / 2, y: (stage.height - height) / 2, width, height }
}

/** Keeps a box within the picture, and no smaller than `least` of each side. */
export function kept(box: Box, least: Size): Box {
  const width = Math.min(1, Math.max(least.width, box.width))
  const height = Math.min(1, Math.max(least.height, box.height))
  return {
    x: Math.min(1 - width, Math.max(0, box.x)),
    y: Math.min(1 - height, Math.max(0, box.y)),
    width,
    height,
  }
}

/** The largest box of this shape (width by height in pixels) around the middle of another. */
export function shaped(box: Box, ratio: number, seen: Size): Box {
  const share = (ratio * seen.height) / seen.width
  const [middleX, middleY] = [box.x + box.width / 2, box.y + box.height / 2]
  const height = Math.min(Math.max(box.height, box.width / share), 1, 1 / share)
  const width = height * share
  return kept({ x: middleX - width / 2, y: middleY - height / 2, width, height }, { width: 0, height: 0 })
}

export type Edge = 'n' | 's' | 'e' | 'w' | 'ne' | 'nw' | 'se' | 'sw'

/** A box with an edge or a corner moved by shares of the picture; with a ratio (in shares) it keeps its shape. */
export function pulled(box: Box, edge: Edge, dx: number, dy: number, least: Size, share: number | null): Box {
  const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))
  let { x: left, y: top } = box
  let [right, bottom] = [left + box.width, top + box.height]
  if (edge.includes('w')) left = between(left + dx, 0, right - least.width)
  if (edge.includes('e')) right = between(right + dx, left + least.width, 1)
  if (edge.includes('n')) top = between(top + dy, 0, bottom - least.height)
  if (edge.includes('s')) bottom = between(bottom + dy, top + least.height, 1)
  if (share === null) return { x: left, y: top, width: right - left, height: bottom - top }
  // The side that was not pulled follows, as far as there is picture.
  const leads = edge === 'n' || edge === 's' ? (bottom - top) * share : right - left
  const room = {
    width: edge.includes('w') ? right : 1 - left,
    height: edge.includes('n') ? bottom : 1 - top,
  }
  const width = Math.min(leads, room.width, room.height * share)
  const height = width / share
  return {
    x: edge.includes('w') ? right - width : left,
    y: edge.includes('n') ? bottom - height : top,
    width,
    height,
  }
}
