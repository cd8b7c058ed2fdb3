/** Pixels of the longer side: of a photo that is sent, of what a feed draws, of what stands there before it comes. */
export const longest = { photo: 2560, preview: 1280, thumb: 40 } as const

export interface Size {
  width: number
  height: number
}

/** The same shape within a square; never larger than it was, never less than a pixel. */
export function within({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
