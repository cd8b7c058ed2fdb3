import type { Size } from '../prepare/picture-sizes.ts'
import type { Edits, Mark } from './edits.ts'
import { fill, type Matrix } from './geometry.ts'

type Paper = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
type Source = ImageBitmap | OffscreenCanvas

/** Cells along the longer side of what a blurred place becomes: letters and faces are smaller than one of them. */
const cells = 40
const noise = 10

/** A picture with what is needed to draw its edits again and again. */
export interface Easel {
  picture: Source
  size: Size
  /** The same picture in a few cells: all that is left of a blurred place. */
  coarse: OffscreenCanvas
}

function paperOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('no canvas')
  return paper
}

/**
 * Shrinks by halves, so that each cell is a mean of all its pixels, and shakes the result: what a cell held can neither be
 * computed back nor found by trying, as it can be with a blur or with a plain mosaic.
 */
function coarsen(picture: Source, size: Size): OffscreenCanvas {
  const scale = Math.min(1, cells / Math.max(size.width, size.height))
  const end = {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  }
  let from: Source = picture
  let { width, height } = size
  for (;;) {
    width = Math.max(end.width, Math.ceil(width / 2))
    height = Math.max(end.height, Math.ceil(height / 2))
    const next = new OffscreenCanvas(width, height)
    const paper = paperOf(next)
    paper.imageSmoothingQuality = 'high'
    paper.drawImage(from, 0, 0, width, height)
    from = next
    if (width !== end.width || height !== end.height) continue
    const pixels = paper.getImageData(0, 0, width, height)
    const chance = crypto.getRandomValues(new Uint8Array(width * height))
    for (const [at, value] of pixels.data.entries())
      if (at % 4 !== 3) pixels.data[at] = value + (((chance[at >> 2] ?? 0) / 255) * 2 - 1) * noise
    paper.putImageData(pixels, 0, 0)
    return next
  }
}

export function easelOf(picture: Source): Easel {
  const size = { width: picture.width, height: picture.height }
  return { picture, size, coarse: coarsen(picture, size) }
}

function trace(paper: Paper, mark: Mark, unit: number): void {
  if (mark.kind === 'hide') {
    const [x, y, toX, toY] = mark.points
    paper.fillRect(Math.min(x, toX) * unit, Math.min(y, toY) * unit, Math.abs(toX - x) * unit, Math.abs(toY - y) * unit)
    return
  }
  const { points } = mark
  paper.lineWidth = mark.width * unit
  paper.lineCap = 'round'
  paper.lineJoin = 'round'
  paper.beginPath()
  paper.moveTo((points[0] ?? 0) * unit, (points[1] ?? 0) * unit)
  // Through the middles between the points: a finger's corners become a curve.
  for (let at = 2; at < points.length - 2; at += 2) {
    const [x, y, nextX, nextY] = points.slice(at, at + 4) as [number, number, number, number]
    paper.quadraticCurveTo(x * unit, y * unit, ((x + nextX) / 2) * unit, ((y + nextY) / 2) * unit)
  }
  const [endX, endY] = [points.at(-2) ?? 0, points.at(-1) ?? 0]
  paper.lineTo(endX * unit, endY * unit)
  paper.stroke()
}

/** Draws marks of one layer; the eraser takes away what stands there so far. */
function drawMarks(
  layer: OffscreenCanvas,
  matrix: Matrix,
  unit: number,
  marks: readonly Mark[],
  draws: Mark['kind'][],
) {
  const paper = paperOf(layer)
  paper.setTransform(1, 0, 0, 1, 0, 0)
  paper.globalCompositeOperation = 'source-over'
  paper.clearRect(0, 0, layer.width, layer.height)
  paper.setTransform(...matrix)
  for (const mark of marks) {
    if (mark.kind !== 'erase' && !draws.includes(mark.kind)) continue
    paper.globalCompositeOperation = mark.kind === 'erase' ? 'destination-out' : 'source-over'
    paper.strokeStyle = mark.kind === 'pen' ? mark.colour : '#000'
    paper.fillStyle = '#000'
    trace(paper, mark, unit)
  }
  return paper
}

/** Draws the picture with its marks through a map from its pixels to the target's. */
export function paintThrough(target: Paper, easel: Easel, marks: readonly Mark[], matrix: Matrix): void {
  const { picture, size, coarse } = easel
  const unit = Math.max(size.width, size.height)
  target.setTransform(...matrix)
  target.imageSmoothingEnabled = true
  target.imageSmoothingQuality = 'high'
  target.drawImage(picture, 0, 0, size.width, size.height)
  if (marks.length === 0) return
  const layer = new OffscreenCanvas(target.canvas.width, target.canvas.height)
  const put = () => {
    target.setTransform(1, 0, 0, 1, 0, 0)
    target.drawImage(layer, 0, 0)
  }
  if (marks.some(({ kind }) => kind === 'blur' || kind === 'hide')) {
    const mask = drawMarks(layer, matrix, unit, marks, ['blur', 'hide'])
    mask.globalCompositeOperation = 'source-in'
    mask.imageSmoothingEnabled = true
    mask.drawImage(coarse, 0, 0, size.width, size.height)
    put()
  }
  if (marks.some(({ kind }) => kind === 'pen')) {
    drawMarks(layer, matrix, unit, marks, ['pen'])
    put()
  }
}

/** The edited picture in a canvas of this size. */
export function paintEdits(easel: Easel, edits: Edits, target: Size): OffscreenCanvas {
  const canvas = new OffscreenCanvas(target.width, target.height)
  paintThrough(paperOf(canvas), easel, edits.marks, fill(easel.size, edits, target))
  return canvas
}
