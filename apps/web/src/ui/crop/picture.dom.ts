/** Pixels of the longer side that are worked on: what is drawn in the end is smaller by far. */
const longest = 2048

/** A chosen picture as the crop shows it. */
export interface Picture {
  /** Turned as the camera held it, and no larger than it has to be. */
  bitmap: ImageBitmap
  url: string
}

/** A part of the picture after it was turned, in its own pixels. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** What the part becomes: pixels of its longer side, and the bytes that it may have. */
export interface Target {
  side: number
  bytes: number
}

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  return [canvas, context]
}

function encode(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}

/** Reads a picture that a person chose; null when the browser can't. */
export async function openPicture(file: Blob): Promise<Picture | null> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return null // not a picture, or of a kind that this browser does not know
  }
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height))
  const [canvas, context] = canvasOf(bitmap.width * scale, bitmap.height * scale)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const shown = await encode(canvas, 'image/jpeg', 0.92)
  if (!shown) return null
  return { bitmap: await createImageBitmap(canvas), url: URL.createObjectURL(shown) }
}

export function closePicture({ bitmap, url }: Picture): void {
  bitmap.close()
  URL.revokeObjectURL(url)
}

/** The picture turned by quarters, as its part was chosen. */
function turned({ bitmap }: Picture, degrees: number): HTMLCanvasElement {
  const lies = degrees % 180 !== 0
  const [canvas, context] = canvasOf(lies ? bitmap.height : bitmap.width, lies ? bitmap.width : bitmap.height)
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate((degrees * Math.PI) / 180)
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2)
  return canvas
}

/**
 * Draws the part anew, so that nothing of the file but its look goes on: no place, no camera. Worse, then smaller,
 * until it fits; WebP, or JPEG where the browser can't write it. Null when nothing fits.
 */
export async function cutPicture(picture: Picture, area: Area, degrees: number, target: Target): Promise<Blob | null> {
  const whole = turned(picture, degrees)
  for (const part of [1, 0.75, 0.5]) {
    const scale = Math.min(1, (target.side * part) / Math.max(area.width, area.height))
    const [canvas, context] = canvasOf(area.width * scale, area.height * scale)
    context.drawImage(whole, area.x, area.y, area.width, area.height, 0, 0, canvas.width, canvas.height)
    for (const quality of [0.86, 0.75, 0.6])
      for (const type of ['image/webp', 'image/jpeg']) {
        const blob = await encode(canvas, type, quality)
        if (blob?.type === type && blob.size <= target.bytes) return blob
      }
  }
  return null
}
