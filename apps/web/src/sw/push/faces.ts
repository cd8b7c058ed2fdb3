/// <reference lib="webworker" />
import { hueOf, initials } from '../../ui/initials.ts'

/** The same as on the pages (ui/Avatar.module.css). */
const hues = ['#2f5d4e', '#6e4a26', '#34508a', '#7a3a55', '#5a468c', '#1f6470']
const SIZE = 128
/** Squircles are groups, circles are people. */
const CORNER = 0.34

export interface Face {
  id: string
  name: string
  group: boolean
  photo?: Uint8Array<ArrayBuffer>
}

/** A face as an address of an icon: the photo, else first letters on the colour of its id. */
export async function faceUrl({ id, name, group, photo }: Face): Promise<string | null> {
  try {
    const canvas = new OffscreenCanvas(SIZE, SIZE)
    const pen = canvas.getContext('2d')
    if (pen === null) return null
    pen.beginPath()
    pen.roundRect(0, 0, SIZE, SIZE, SIZE * (group ? CORNER : 0.5))
    pen.clip()
    if (photo === undefined) drawLetters(pen, id, name)
    else {
      const picture = await createImageBitmap(new Blob([photo]), { resizeWidth: SIZE, resizeHeight: SIZE })
      pen.drawImage(picture, 0, 0)
      picture.close()
    }
    return await dataUrl(await canvas.convertToBlob({ type: 'image/png' }))
  } catch (error) {
    // A damaged picture, or a browser that draws in no worker: the program's own icon does.
    if (error instanceof DOMException || error instanceof ReferenceError || error instanceof TypeError) return null
    throw error
  }
}

function drawLetters(pen: OffscreenCanvasRenderingContext2D, id: string, name: string): void {
  pen.fillStyle = hues[hueOf(id)] ?? '#1f6470'
  pen.fillRect(0, 0, SIZE, SIZE)
  pen.fillStyle = '#fff'
  pen.font = `600 ${SIZE * 0.38}px system-ui, sans-serif`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(initials(name), SIZE / 2, SIZE * 0.53)
}

/** Notifications take no addresses that only this worker knows. */
async function dataUrl(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `data:${blob.type};base64,${btoa(text)}`
}
