import type { MessageView } from '@soroka/client/types'

/** A message that is one sticker and nothing else. */
export function isSticker({ sticker, files, pack, text }: MessageView): boolean {
  if (sticker !== undefined) return true
  return files?.length === 1 && files[0]?.shape === 'sticker' && text === '' && (pack?.parts ?? 0) === 0
}

/** A message that hands a pack over. */
export function isPackCard({ files, pack }: MessageView): boolean {
  return (pack?.parts ?? 0) > 0 && files !== undefined && files.every(({ shape }) => shape === 'sticker')
}
