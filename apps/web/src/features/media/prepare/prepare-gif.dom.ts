import type { OutgoingFile } from '@soroka/client/types'
import { longest } from './picture-sizes.ts'
import { cleaned, makePhoto, makePoster } from './pictures.dom.ts'
import { isAnimated, isSilent } from './moving.ts'
import { lookAtVideo } from './video-frame.dom.ts'

/** What plays by itself in a feed shall be small and short. */
const mostBytes = 10_000_000
const longestLoop = 30_000
const mostRead = 12_000_000

/** A moving picture for the GIF panel: GIF, animated WebP, or a short film without sound. Null for anything else. */
export async function prepareGif(file: File): Promise<OutgoingFile | null> {
  if (file.size === 0 || file.size > mostBytes) return null
  const bytes = new Uint8Array(await file.slice(0, mostRead).arrayBuffer())
  const kind = isAnimated(bytes) ? 'picture' : isSilent(bytes) ? 'film' : null
  if (kind === null) return null
  const { blob } = await cleaned(file)
  const about = { shape: 'gif', name: file.name || 'gif', type: file.type, blob } as const
  if (kind === 'picture') {
    const made = await makePhoto(file, { side: longest.photo, quality: 0.8 })
    return made && { ...about, width: made.width, height: made.height, thumb: made.thumb }
  }
  const facts = await lookAtVideo(file)
  if (!facts || facts.duration > longestLoop) return null
  const { frame, width, height, duration } = facts
  return { ...about, width, height, duration, ...(await makePoster(frame)) }
}
