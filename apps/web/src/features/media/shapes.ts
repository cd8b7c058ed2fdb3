import type { ShapeName } from '@soroka/protocol/records'

const pictures = /^image\/(jpeg|png|webp|avif|bmp)$/
const videos = /^video\/(mp4|webm|quicktime)$/

/** How a chosen file would be shown. What browsers can't draw safely (SVG) or at all (HEIC) goes as a document (S11). */
export function shapeOf(type: string): ShapeName {
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (pictures.test(plain)) return 'photo'
  if (plain === 'image/gif') return 'gif'
  if (videos.test(plain)) return 'video'
  if (plain.startsWith('audio/')) return 'audio'
  return 'document'
}

/** Whether it stands in an album, as a picture with a frame. */
export function isVisual(shape: ShapeName): boolean {
  return shape === 'photo' || shape === 'video' || shape === 'gif'
}

/**
 * The type under which bytes from elsewhere become an address of ours: only what a picture or a player takes. A page, a
 * script or a vector never gets its own type back (S11).
 */
export function safeType(shape: ShapeName, type: string): string {
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? ''
  const shown = pictures.test(plain) || plain === 'image/gif' || videos.test(plain) || /^audio\/[\w.+-]+$/.test(plain)
  return shape !== 'document' && shown ? plain : 'application/octet-stream'
}
