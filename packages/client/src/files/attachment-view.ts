import { type Attachment, SHAPE, type ShapeName } from '@soroka/protocol/records'
import { sealedSize } from '@soroka/crypto/file'
import type { AttachmentView } from '../types.ts'
import type { Parts } from '../views/parts.ts'

/** A number that only a newer client knows is a document here. */
export function shapeOf(shape: number): ShapeName {
  for (const [name, number] of Object.entries(SHAPE)) if (number === shape) return name as ShapeName
  return 'document'
}

/** What a file is, for the screen. */
export function viewAttachment(
  attachment: Attachment,
  { onTheirWay, gone }: Partial<Pick<Parts, 'onTheirWay' | 'gone'>> = {},
): AttachmentView {
  const { file, shape, type, width, height, duration, thumb, peaks, preview } = attachment
  const { id, size } = file
  const view: AttachmentView = {
    id,
    shape: shapeOf(shape),
    name: cleanName(attachment.name),
    type,
    size,
    width,
    height,
    duration,
  }
  if (thumb.length > 0) view.thumb = thumb
  if (peaks.length > 0) view.peaks = peaks
  if (preview !== undefined) {
    const { width: across, height: down } = preview
    view.preview = { id: preview.file.id, size: preview.file.size, width: across, height: down }
  }
  const parts = preview === undefined ? [file] : [file, preview.file]
  if (parts.some((part) => gone?.has(part.id))) view.gone = true
  if (onTheirWay !== undefined && parts.some((part) => onTheirWay.has(part.id))) {
    const sums = parts.map((part) => ({ sealed: sealedSize(part.size), way: onTheirWay.get(part.id) }))
    view.upload = {
      sent: sums.reduce((sum, { sealed, way }) => sum + (way?.sent ?? sealed), 0),
      total: sums.reduce((sum, { sealed }) => sum + sealed, 0),
    }
  }
  return view
}

/** Control characters, turned writing and folders don't belong in a name: they show another one than is saved. */
const UNFIT = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069/\\]/gu

function cleanName(name: string): string {
  return name.replace(UNFIT, '_')
}
