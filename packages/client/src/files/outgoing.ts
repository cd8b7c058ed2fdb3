import { limits, SorokaError } from '@soroka/protocol'
import { utf8Encode } from '@soroka/protocol/bytes'
import { type Attachment, SHAPE } from '@soroka/protocol/records'
import { sealedSize } from '@soroka/crypto/file'
import type { Shelf } from '../platform/shelf.ts'
import type { OutgoingFile } from '../types.ts'
import type { Stashed } from './file-rows.ts'
import { sealFile } from './seal-file.ts'

const MAX_NAME = 255
const MAX_TYPE = 128
const MAX_SIDE = 65_535

/** Attachments with their sealed bytes on the shelf. */
export interface Sealed {
  attachments: Attachment[]
  stashed: Stashed[]
}

/** All of these, or none of them. */
export async function sealOutgoing(shelf: Shelf, files: readonly OutgoingFile[]): Promise<Sealed> {
  checkOutgoing(files)
  const attachments: Attachment[] = []
  const stashed: Stashed[] = []
  const seal = async (blob: Blob) => {
    const file = await sealFile(shelf, blob)
    stashed.push({ id: file.id, bytes: sealedSize(file.size) })
    return file
  }
  try {
    for (const file of files) {
      const described = describe(file)
      const attachment = { file: await seal(file.blob), ...described }
      if (file.preview === undefined) attachments.push(attachment)
      else {
        const { blob, width, height } = file.preview
        attachments.push({
          ...attachment,
          preview: { file: await seal(blob), width: side(width), height: side(height) },
        })
      }
    }
    return { attachments, stashed }
  } catch (error) {
    await unstash(shelf, stashed)
    throw error
  }
}

export async function unstash(shelf: Shelf, stashed: readonly Stashed[]): Promise<void> {
  for (const { id } of stashed) await shelf.remove(id)
}

function checkOutgoing(files: readonly OutgoingFile[]): void {
  if (files.length === 0 || files.length > limits.attachments) throw new SorokaError('BAD_REQUEST', { field: 'files' })
  for (const { blob, preview } of files)
    for (const one of [blob, preview?.blob])
      if (one !== undefined && one.size > limits.fileBytes)
        throw new SorokaError('TOO_LARGE', { limit: limits.fileBytes })
}

function describe(file: OutgoingFile): Omit<Attachment, 'file' | 'preview'> {
  return {
    shape: SHAPE[file.shape],
    type: utf8Encode(file.type).length > MAX_TYPE ? '' : file.type,
    name: shorten(file.name.toWellFormed()),
    width: side(file.width ?? 0),
    height: side(file.height ?? 0),
    duration: Math.min(Math.max(0, Math.round(file.duration ?? 0)), 2 ** 32 - 1),
    thumb: file.thumb ?? new Uint8Array(),
    peaks: file.peaks ?? new Uint8Array(),
  }
}

function side(pixels: number): number {
  return Math.min(Math.max(0, Math.round(pixels)), MAX_SIDE)
}

/** Cuts a long name in its middle: the ending says what it is. */
function shorten(name: string): string {
  const signs = Array.from(name)
  while (utf8Encode(signs.join('')).length > MAX_NAME) signs.splice(Math.floor(signs.length / 2), 1)
  return signs.join('')
}
