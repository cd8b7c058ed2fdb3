import type { Place } from '../place.ts'

/** The sizes in which a camera is sent (publisher.dom.ts), as parts of the whole. */
const parts = { low: 1 / 4, medium: 1 / 2, high: 1 } as const

export type PictureSize = keyof typeof parts

/** A picture may be stretched so much before anybody minds: the next size costs four times as much. */
const STRETCH = 1.5
/** Where its size is not known yet. */
const usual: Place = { width: 1280, height: 720 }

/** The smallest of the sizes that fills the place. */
export function sizeFor(place: Place, whole: Place = usual): PictureSize {
  const part = Math.max(place.width / whole.width, place.height / whole.height)
  if (part <= parts.low * STRETCH) return 'low'
  return part <= parts.medium * STRETCH ? 'medium' : 'high'
}
