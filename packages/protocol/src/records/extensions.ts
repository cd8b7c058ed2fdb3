import { RecordError } from '../bytes/index.ts'
import type { Bytes, Reader, Writer } from '../bytes/index.ts'

/** A tagged value; readers ignore tags they don't know, and the signature covers them all. */
export type Extension = { readonly tag: number; readonly bytes: Bytes }

/** u8 count, then tag u8 and bytes each; u16 lengths. Tags strictly ascend, so there is one way to write a set. */
export function writeExtensions(writer: Writer, extensions: readonly Extension[], maxBytes: number): Writer {
  let last = 0
  let total = 0
  writer.u8(extensions.length)
  for (const { tag, bytes } of extensions) {
    if (tag <= last) throw new RecordError('unsorted', `extension ${tag}`)
    last = tag
    total += bytes.length
    if (total > maxBytes) throw new RecordError('too_large', 'extensions')
    writer.u8(tag).bytes16(bytes)
  }
  return writer
}

export function readExtensions(reader: Reader, maxBytes: number): Extension[] {
  const count = reader.u8()
  const extensions: Extension[] = []
  let last = 0
  let left = maxBytes
  for (let i = 0; i < count; i++) {
    const tag = reader.u8()
    if (tag <= last) throw new RecordError('unsorted', `extension ${tag}`)
    last = tag
    const bytes = reader.bytes16(left)
    left -= bytes.length
    extensions.push({ tag, bytes })
  }
  return extensions
}

/** The bytes under a tag, if present. */
export function findExtension(extensions: readonly Extension[], tag: number): Bytes | undefined {
  return extensions.find((extension) => extension.tag === tag)?.bytes
}
