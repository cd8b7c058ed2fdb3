import type { OutgoingFile } from '@soroka/client/types'
import { makePoster } from '../prepare/pictures.dom.ts'
import { side } from '../round/camera.dom.ts'
import type { Recording } from './recording-store.ts'
import { extensionOf } from './recording-type.ts'

/** A recording as it is sent. */
export async function outgoingOf(
  { kind, elapsed, peaks }: Recording,
  blob: Blob,
  face: ImageBitmap | undefined,
): Promise<OutgoingFile> {
  const file = {
    shape: kind,
    name: `${kind}.${extensionOf(blob.type)}`,
    type: blob.type,
    blob,
    duration: Math.round(elapsed),
  }
  if (kind === 'voice') return { ...file, ...(peaks ? { peaks } : {}) }
  // The picture is copied: sending may be tried again.
  const poster = face ? await makePoster(await createImageBitmap(face)) : {}
  return { ...file, width: side, height: side, ...poster }
}
