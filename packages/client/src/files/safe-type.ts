const SHOWN = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/ogg',
  'audio/opus',
  'audio/webm',
  'audio/wav',
  'audio/flac',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
])

/**
 * The type under which a file may be opened below our own origin: pictures, sound and films that run nothing. All else,
 * HTML, SVG and PDF among it, is bytes (S11).
 */
export function safeType(type: string): string {
  const bare = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  // Recorders say their codecs; players want to know them.
  if (SHOWN.has(bare)) return /^[\w/.+-]+(; *codecs="?[\w., -]+"?)?$/i.test(type) ? type : bare
  return 'application/octet-stream'
}
