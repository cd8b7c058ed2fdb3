import type { Mark } from './edits.ts'

export const tools = ['crop', 'draw', 'blur'] as const
export type Tool = (typeof tools)[number]

export const colours = ['#ffffff', '#11181c', '#e5383b', '#f08a24', '#f5c518', '#2fa84f', '#1f7ae0', '#8a4fd3'] as const

/** Pixels of the screen. */
export const widths = { thin: 5, medium: 12, thick: 26 } as const
export type Width = keyof typeof widths
/** A blur is there to hide: it is broader than a pen. */
const blurFactor = 2.5

export interface Brush {
  draw: 'pen' | 'erase'
  blur: 'brush' | 'box' | 'erase'
  colour: string
  width: Width
}

export const firstBrush: Brush = { draw: 'pen', blur: 'brush', colour: '#e5383b', width: 'medium' }

/** The mark that begins where the finger touches; `unit` are shares of the picture for one pixel of the screen. */
export function beginMark(tool: Exclude<Tool, 'crop'>, brush: Brush, x: number, y: number, unit: number): Mark {
  const width = widths[brush.width] * unit
  const points = [x, y]
  if (brush[tool] === 'erase') return { kind: 'erase', width: width * blurFactor, points }
  if (tool === 'draw') return { kind: 'pen', colour: brush.colour, width, points }
  if (brush.blur === 'box') return { kind: 'hide', points: [x, y, x, y] }
  return { kind: 'blur', width: width * blurFactor, points }
}

export function growMark(mark: Mark, x: number, y: number): Mark {
  if (mark.kind === 'hide') return { ...mark, points: [mark.points[0], mark.points[1], x, y] }
  return { ...mark, points: [...mark.points, x, y] }
}

/** A box without an inside hides nothing. */
export function isEmpty(mark: Mark, unit: number): boolean {
  if (mark.kind !== 'hide') return false
  const [x, y, toX, toY] = mark.points
  return Math.abs(toX - x) < 4 * unit || Math.abs(toY - y) < 4 * unit
}
