import type { OutgoingFile } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { isVisual } from '../shapes.ts'

function inTens<T>(files: T[]): T[][] {
  return Array.from({ length: Math.ceil(files.length / limits.attachments) }, (_, at) =>
    files.slice(at * limits.attachments, (at + 1) * limits.attachments),
  )
}

/** The messages that files become: pictures in albums first, the rest after them, no more in one than it may hold. */
export function albumsOf<T extends Pick<OutgoingFile, 'shape'>>(files: readonly T[]): T[][] {
  const pictures = files.filter(({ shape }) => isVisual(shape))
  const rest = files.filter(({ shape }) => !isVisual(shape))
  return [...inTens(pictures), ...inTens(rest)]
}
