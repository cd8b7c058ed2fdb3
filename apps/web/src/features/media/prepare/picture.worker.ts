import { expose, transfer } from 'comlink'
import { type Edits, isUntouched } from '../edit/edits.ts'
import { croppedSize } from '../edit/geometry.ts'
import { easelOf, paintEdits } from '../edit/paint.ts'
import { longest, type Size, within } from './picture-sizes.ts'
import { cleanFile } from './traces/clean-file.ts'

/** Bytes from which a photo gets a smaller picture beside it. */
const previewFrom = 300_000
const mostThumb = 2048

type Picture = ImageBitmap | OffscreenCanvas

/** A picture made anew from its pixels: where it was taken, with what, and what was hidden in the file stays behind (S11). */
export interface MadePicture extends Size {
  blob: Blob
  thumb: Uint8Array<ArrayBuffer>
  preview?: Size & { blob: Blob }
}

/** How a photo is to be made. */
export interface PhotoWish {
  /** Pixels of the longer side at most. */
  side: number
  /** Of the encoder: 0 to 1. */
  quality: number
  edits?: Edits
}

function draw(picture: Picture, size: Size): OffscreenCanvas {
  const canvas = new OffscreenCanvas(size.width, size.height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, size.width, size.height)
  return canvas
}

/** White paper below what is transparent. */
function onPaper(canvas: OffscreenCanvas): OffscreenCanvas {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = '#fff'
  context.resetTransform()
  context.fillRect(0, 0, canvas.width, canvas.height)
  return canvas
}

/** WebP keeps what is transparent; a browser that can't write it says so by another type, and gets white paper. */
async function encode(canvas: OffscreenCanvas, clear: boolean, quality: number): Promise<Blob> {
  if (clear) {
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality })
    if (blob.type === 'image/webp') return blob
  }
  return await onPaper(canvas).convertToBlob({ type: 'image/jpeg', quality })
}

async function thumbOf(picture: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  const small = onPaper(draw(picture, within(picture, longest.thumb)))
  for (const quality of [0.6, 0.4, 0.2]) {
    const blob = await small.convertToBlob({ type: 'image/jpeg', quality })
    if (blob.size <= mostThumb) return new Uint8Array(await blob.arrayBuffer())
  }
  return new Uint8Array(0)
}

/** The picture for a feed and the tiny one before it, each made of the next larger: millions of pixels are read once. */
async function smaller(picture: Picture, clear: boolean) {
  const size = within(picture, longest.preview)
  const canvas = draw(picture, size)
  return { preview: { ...size, blob: await encode(canvas, clear, 0.8) }, thumb: await thumbOf(canvas) }
}

/** The right way up; null when this browser can't read it. */
async function open(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotReadableError') throw error
    return null // not a picture, too large, or of a kind that this browser does not know
  }
}

const pictures = {
  /** A photo ready to be sent; null when this browser can't read the file. */
  async photo(file: Blob, { side, quality, edits }: PhotoWish): Promise<MadePicture | null> {
    const opened = await open(file)
    if (!opened) return null
    const clear = /png|webp|avif/.test(file.type)
    const size = within(edits ? croppedSize(opened, edits) : opened, side)
    const edited = edits !== undefined && !isUntouched(edits)
    const canvas = edited ? paintEdits(easelOf(opened), edits, size) : draw(opened, size)
    opened.close()
    const blob = await encode(canvas, clear, quality)
    const { preview, thumb } = await smaller(canvas, clear)
    return { ...size, blob, thumb, ...(blob.size < previewFrom ? {} : { preview }) }
  },

  /** A picture small enough to be edited on the screen; null when this browser can't read the file. */
  async easel(file: Blob): Promise<ImageBitmap | null> {
    const opened = await open(file)
    if (!opened) return null
    const small = draw(opened, within(opened, longest.easel)).transferToImageBitmap()
    opened.close()
    return transfer(small, [small])
  },

  /** What stands for a moving picture: its poster and the tiny one before it. */
  async poster(picture: ImageBitmap): Promise<Pick<MadePicture, 'thumb'> & { preview: Size & { blob: Blob } }> {
    try {
      return await smaller(picture, false)
    } finally {
      picture.close()
    }
  },

  /** The same file without what the device wrote into it. */
  clean: cleanFile,
}

export type PictureWorker = typeof pictures
expose(pictures)
