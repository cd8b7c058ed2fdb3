import type { NewSticker } from '@soroka/client/types'

const side = 512
/** What a sticker may weigh; a photo of much detail takes a second, plainer try. */
const heaviest = 160_000

/**
 * Draws any picture that this browser can show into a square of its own: nothing of the file but its pixels is kept, and
 * what is clear stays clear. Null when it is no picture.
 */
export async function makeSticker(file: Blob, emoji: string): Promise<NewSticker | null> {
  const picture = await readPicture(file)
  if (picture === null) return null
  const { width, height } = picture
  const scale = Math.min(side / width, side / height)
  const canvas = new OffscreenCanvas(side, side)
  const paper = canvas.getContext('2d')
  if (paper === null) return null
  paper.imageSmoothingQuality = 'high'
  const [across, down] = [width * scale, height * scale]
  paper.drawImage(picture, (side - across) / 2, (side - down) / 2, across, down)
  picture.close()
  for (const quality of [0.9, 0.75, 0.5]) {
    // Browsers without a WebP writer answer with PNG, which keeps what is clear too.
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality })
    if (blob.size <= heaviest || quality === 0.5) return { blob, emoji, width: side, height: side }
  }
  return null
}

async function readPicture(file: Blob): Promise<ImageBitmap | null> {
  try {
    const picture = await createImageBitmap(file)
    if (picture.width <= 2 * side && picture.height <= 2 * side) return picture
    // Large ones are halved well by the browser before they are drawn.
    const scale = Math.min(side / picture.width, side / picture.height)
    const resizeWidth = Math.max(1, Math.round(picture.width * scale))
    const resizeHeight = Math.max(1, Math.round(picture.height * scale))
    const small = await createImageBitmap(picture, { resizeWidth, resizeHeight, resizeQuality: 'high' })
    picture.close()
    return small
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}
