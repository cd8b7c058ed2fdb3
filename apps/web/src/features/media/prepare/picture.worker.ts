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

function draw(picture: Picture, size: Size, paper: string | null): OffscreenCanvas {
  const canvas = new OffscreenCanvas(size.width, size.height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  if (paper) {
    context.fillStyle = paper
    context.fillRect(0, 0, size.width, size.height)
  }
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, size.width, size.height)
  return canvas
}

/** WebP keeps what is transparent; a browser that can't write it says so by another type, and gets white paper. */
async function encode(picture: Picture, size: Size, clear: boolean, quality: number): Promise<Blob> {
  if (clear) {
    const blob = await draw(picture, size, null).convertToBlob({ type: 'image/webp', quality })
    if (blob.type === 'image/webp') return blob
  }
  return await draw(picture, size, '#fff').convertToBlob({ type: 'image/jpeg', quality })
}

async function thumbOf(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const small = draw(picture, within(picture, longest.thumb), '#fff')
  for (const quality of [0.6, 0.4, 0.2]) {
    const blob = await small.convertToBlob({ type: 'image/jpeg', quality })
    if (blob.size <= mostThumb) return new Uint8Array(await blob.arrayBuffer())
  }
  return new Uint8Array(0)
}

async function previewOf(picture: Picture, clear: boolean): Promise<Size & { blob: Blob }> {
  const size = within(picture, longest.preview)
  return { ...size, blob: await encode(picture, size, clear, 0.8) }
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
    try {
      const clear = /png|webp|avif/.test(file.type)
      const size = within(edits ? croppedSize(opened, edits) : opened, side)
      const edited = edits !== undefined && !isUntouched(edits)
      const picture = edited ? paintEdits(easelOf(opened), edits, size) : opened
      const blob = await encode(picture, size, clear, quality)
      const made = { ...size, blob, thumb: await thumbOf(picture) }
      return blob.size < previewFrom ? made : { ...made, preview: await previewOf(picture, clear) }
    } finally {
      opened.close()
    }
  },

  /** A picture small enough to be edited on the screen; null when this browser can't read the file. */
  async easel(file: Blob): Promise<ImageBitmap | null> {
    const opened = await open(file)
    if (!opened) return null
    const small = draw(opened, within(opened, longest.easel), null).transferToImageBitmap()
    opened.close()
    return transfer(small, [small])
  },

  /** What stands for a moving picture: its poster and the tiny one before it. */
  async poster(picture: ImageBitmap): Promise<Pick<MadePicture, 'thumb'> & { preview: Size & { blob: Blob } }> {
    try {
      return { thumb: await thumbOf(picture), preview: await previewOf(picture, false) }
    } finally {
      picture.close()
    }
  },

  /** The same file without what the device wrote into it. */
  clean: cleanFile,
}

export type PictureWorker = typeof pictures
expose(pictures)
