const widest = 480
const mostBytes = 32 * 1024
const mostPixels = 40_000_000

interface Picture {
  bytes: Uint8Array<ArrayBuffer>
  width: number
  height: number
}

async function encode(bitmap: ImageBitmap, scale: number, quality: number): Promise<Picture | null> {
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) return null
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
  return blob.size <= mostBytes ? { bytes: new Uint8Array(await blob.arrayBuffer()), width, height } : null
}

/** Draws a picture anew, small: what it hid beside its pixels is left behind. Null: no picture, or too much of one. */
export async function shrinkPicture(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Picture | null> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type: /^image\/[\w.+-]+/.exec(type)?.[0] ?? '' }))
  } catch {
    return null
  }
  try {
    if (bitmap.width * bitmap.height > mostPixels) return null
    const fits = Math.min(1, widest / Math.max(bitmap.width, bitmap.height))
    for (const [scale, quality] of [
      [1, 0.8],
      [1, 0.6],
      [0.66, 0.6],
      [0.4, 0.5],
    ] as const) {
      const picture = await encode(bitmap, fits * scale, quality)
      if (picture) return picture
    }
    return null
  } finally {
    bitmap.close()
  }
}
