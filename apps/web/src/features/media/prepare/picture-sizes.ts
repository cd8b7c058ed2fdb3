/**
 * Pixels of the longer side: of a photo that is sent, or in more detail (a phone's canvas holds no more); of what a feed draws,
 * of what stands there before it comes, and of what is edited on the screen.
 */
export const longest = { photo: 2560, detail: 4096, preview: 1280, thumb: 40, easel: 2048 } as const
/** Pixels of the largest picture that is opened: more would not fit into a phone's memory. */
export const mostPixels = 64_000_000

export interface Size {
  width: number
  height: number
}

/** The same shape within a square; never larger than it was, never less than a pixel. */
export function within({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
