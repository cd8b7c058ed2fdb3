/** A size, or a place from the middle of the stage. */
export interface Size {
  width: number
  height: number
}
export interface Point {
  x: number
  y: number
}

/** How a picture is looked at: how large, and how far from the middle. */
export interface View extends Point {
  scale: number
}

/** The whole window. */
export const stageSize = (): Size => ({ width: innerWidth, height: innerHeight })

export const still: View = { scale: 1, x: 0, y: 0 }

const MOST = 8
/** Small pictures may grow so much to fill the stage. */
const GROWS = 2

/** The picture as large as the stage bears it whole. */
export function fit({ width, height }: Size, room: Size, grows = GROWS): Size {
  if (width <= 0 || height <= 0) return room
  const scale = Math.min(room.width / width, room.height / height, grows)
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

/** Grows or shrinks; what lies under the point stays there. */
export function zoomAt(view: View, point: Point, scale: number): View {
  const next = Math.min(MOST, Math.max(1, scale))
  if (next === 1) return still
  const by = next / view.scale
  return { scale: next, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by }
}

/** No further than to the picture's edge. */
export function within(view: View, picture: Size, room: Size): View {
  const most = (side: keyof Size) => Math.max(0, (picture[side] * view.scale - room[side]) / 2)
  const hold = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value))
  return { ...view, x: hold(view.x, most('width')), y: hold(view.y, most('height')) }
}
