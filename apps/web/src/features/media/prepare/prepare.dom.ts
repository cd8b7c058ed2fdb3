import type { OutgoingFile } from '@soroka/client/types'
import { type Edits, isUntouched } from '../edit/edits.ts'
import { shapeOf } from '../shapes.ts'
import { moves, sizeInHead } from './picture-head.ts'
import { longest, mostPixels } from './picture-sizes.ts'
import { cleaned, makePhoto, makePoster } from './pictures.dom.ts'
import { kindOf } from './traces/clean-file.ts'
import { lookAtVideo } from './video-frame.dom.ts'

const longestName = 120

/** How photos leave: small enough for a screen, in all detail, or as files. */
export type Quality = 'usual' | 'high' | 'file'

/** What a person is told about a file that could not go as he expects. */
export type Remark = 'heic' | 'broken' | 'huge' | 'strangeVideo' | 'placeMayStay'

export interface Prepared {
  file: OutgoingFile
  remark?: Remark
}

const photoOf = {
  usual: { side: longest.photo, quality: 0.86 },
  high: { side: longest.detail, quality: 0.9 },
  file: { side: longest.detail, quality: 0.95 },
} as const

/** A name that fits into a message: its end tells what it is. */
function nameOf(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Bidi_Control}/\\]/gu, '').trim() || 'file'
  if (clean.length <= longestName) return clean
  return `${clean.slice(0, longestName - 20)}…${clean.slice(-19)}`
}

/** The file as it is, but without place and time of its taking. */
async function asDocument(file: File): Promise<Prepared> {
  const { blob, sure } = await cleaned(file)
  return {
    file: { shape: 'document', name: nameOf(file.name), type: file.type || 'application/octet-stream', blob },
    ...(sure ? {} : { remark: 'placeMayStay' }),
  }
}

async function asPhoto(file: File, quality: Quality, edits?: Edits): Promise<OutgoingFile | null> {
  const made = await makePhoto(file, { ...photoOf[quality], ...(edits ? { edits } : {}) })
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

async function asVideo(file: File): Promise<Prepared> {
  const [plain, facts] = await Promise.all([asDocument(file), lookAtVideo(file)])
  if (!facts) return { ...plain, remark: 'strangeVideo' }
  const { frame, ...shown } = facts
  return { ...plain, file: { ...plain.file, shape: 'video', ...shown, ...(await makePoster(frame)) } }
}

async function asGif(file: File): Promise<Prepared> {
  const [plain, made] = await Promise.all([asDocument(file), makePhoto(file, photoOf.usual)])
  if (!made) return { ...plain, remark: 'broken' }
  const { width, height, thumb } = made
  return { ...plain, file: { ...plain.file, shape: 'gif', width, height, thumb } }
}

async function isHeic(file: File): Promise<boolean> {
  return kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer())) === 'heic'
}

async function isHuge(file: File): Promise<boolean> {
  const size = await sizeInHead(file)
  return size !== null && size.width * size.height > mostPixels
}

/** A photo; what this browser can't open goes as a document, and says why. */
async function asPicture(file: File, quality: Quality, edits?: Edits): Promise<Prepared> {
  if (await isHuge(file)) return { ...(await asDocument(file)), remark: 'huge' }
  const photo = await asPhoto(file, quality, edits)
  if (!photo) return { ...(await asDocument(file)), remark: (await isHeic(file)) ? 'heic' : 'broken' }
  if (quality !== 'file') return { file: photo }
  const { name, type, blob } = photo
  return { file: { shape: 'document', name, type, blob } }
}

/**
 * Makes of a chosen file what is sent.
 * @throws DOMException NotReadableError when the file is gone or was changed since it was chosen
 */
export async function prepareFile(file: File, wish: { quality: Quality; edits?: Edits }): Promise<Prepared> {
  const { quality, edits } = wish
  if (edits && !isUntouched(edits)) return await asPicture(file, quality, edits)
  if (quality === 'file') return await asDocument(file)
  const shape = shapeOf(file.type)
  switch (shape) {
    case 'photo':
      return (await moves(file)) ? await asGif(file) : await asPicture(file, quality)
    case 'video':
      return await asVideo(file)
    case 'gif':
      return await asGif(file)
    case 'audio':
      return { file: { ...(await asDocument(file)).file, shape } }
    default:
      return (await isHeic(file)) ? await asPicture(file, quality) : await asDocument(file)
  }
}
