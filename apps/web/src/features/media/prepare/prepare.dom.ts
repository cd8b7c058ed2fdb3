import type { OutgoingFile } from '@soroka/client/types'
import { shapeOf } from '../shapes.ts'
import { makePhoto, makePoster } from './pictures.dom.ts'
import { lookAtVideo } from './video-frame.dom.ts'

const longestName = 120

/** A name that fits into a message: its end tells what it is. */
function nameOf(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Bidi_Control}/\\]/gu, '').trim() || 'file'
  if (clean.length <= longestName) return clean
  return `${clean.slice(0, longestName - 20)}…${clean.slice(-19)}`
}

function asDocument(file: File): OutgoingFile {
  return { shape: 'document', name: nameOf(file.name), type: file.type || 'application/octet-stream', blob: file }
}

async function asPhoto(file: File): Promise<OutgoingFile | null> {
  const made = await makePhoto(file)
  if (!made) return null
  const name = nameOf(file.name).replace(/\.\w{1,5}$/, '')
  const { blob, ...shown } = made
  return {
    shape: 'photo',
    name: `${name}.${blob.type === 'image/webp' ? 'webp' : 'jpg'}`,
    type: blob.type,
    blob,
    ...shown,
  }
}

async function asVideo(file: File): Promise<OutgoingFile | null> {
  const facts = await lookAtVideo(file)
  if (!facts) return null
  const { frame, ...shown } = facts
  return { ...asDocument(file), shape: 'video', ...shown, ...(await makePoster(frame)) }
}

async function asGif(file: File): Promise<OutgoingFile | null> {
  const made = await makePhoto(file)
  if (!made) return null
  const { width, height, thumb } = made
  return { ...asDocument(file), shape: 'gif', width, height, thumb }
}

/** Makes of a chosen file what is sent; what this browser can't show goes as it is, as a document. */
export async function prepareFile(file: File, options: { asDocument: boolean }): Promise<OutgoingFile> {
  const plain = asDocument(file)
  if (options.asDocument) return plain
  switch (shapeOf(file.type)) {
    case 'photo':
      return (await asPhoto(file)) ?? plain
    case 'video':
      return (await asVideo(file)) ?? plain
    case 'gif':
      return (await asGif(file)) ?? plain
    case 'audio':
      return { ...plain, shape: 'audio' }
    default:
      return plain
  }
}
