const side = 256
const most = 32 * 1024

/** A part of a picture: the square's centre and size as shares of the shorter side. */
export interface Crop {
  x: number
  y: number
  zoom: number
}

function encode(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}

/** Reads a picture that a person chose; null when the browser can't. */
export async function readPicture(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file)
  } catch {
    return null // not a picture, or of a kind that this browser does not know
  }
}

/** Draws the chosen square anew, so that nothing of the file but its look goes on: no place, no camera. At most 32 KB. */
export async function cropPhoto(picture: ImageBitmap, crop: Crop): Promise<Uint8Array<ArrayBuffer> | null> {
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const context = canvas.getContext('2d')
  if (!context) return null
  const size = Math.min(picture.width, picture.height) / crop.zoom
  const left = Math.max(0, Math.min(picture.width - size, crop.x * picture.width - size / 2))
  const top = Math.max(0, Math.min(picture.height - size, crop.y * picture.height - size / 2))
  context.fillStyle = '#fff'
  context.fillRect(0, 0, side, side)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, left, top, size, size, 0, 0, side, side)
  for (const quality of [0.86, 0.75, 0.6, 0.45, 0.3]) {
    const blob = (await encode(canvas, 'image/webp', quality)) ?? (await encode(canvas, 'image/jpeg', quality))
    if (blob && blob.size <= most && /webp|jpeg/.test(blob.type)) return new Uint8Array(await blob.arrayBuffer())
    // Safari gives a PNG when it can't write WebP.
    const jpeg = await encode(canvas, 'image/jpeg', quality)
    if (jpeg && jpeg.size <= most) return new Uint8Array(await jpeg.arrayBuffer())
  }
  return null
}
