import type { AttachmentView, FilesApi, OutgoingFile } from '@soroka/client/types'
import type { ChatId, FileId } from '@soroka/protocol'
import { EngineError } from '../src/engine/errors.ts'

/** What was attached on this page, and pictures that are drawn when somebody looks. */
const held = new Map<FileId, Blob>()

/** Sixty-four peaks of somebody who speaks and breathes. */
export const peaks = Uint8Array.from({ length: 64 }, (_, i) =>
  Math.round(40 + 180 * Math.abs(Math.sin(i / 3) * Math.cos(i / 11))),
)

/** A photo, or whatever else `changes` say. */
export function attachment(id: string, changes: Partial<AttachmentView>): AttachmentView {
  const photo = { shape: 'photo', name: `${id}.jpg`, type: 'image/jpeg', size: 800_000 } as const
  return { id: id as FileId, ...photo, width: 1200, height: 900, duration: 0, ...changes }
}

/** A file that was just sent. */
export function attached({ blob, preview, ...file }: OutgoingFile): AttachmentView {
  const id = crypto.randomUUID() as FileId
  held.set(id, blob)
  const view: AttachmentView = { width: 0, height: 0, duration: 0, ...file, id, size: blob.size }
  if (preview === undefined) return view
  const small = crypto.randomUUID() as FileId
  held.set(small, preview.blob)
  return { ...view, preview: { id: small, size: preview.blob.size, width: preview.width, height: preview.height } }
}

export function fakeFiles(): FilesApi {
  return {
    read: async (_chat, _message, file) => held.get(file) ?? (await draw(file)),
    source: async () => {
      throw new EngineError('NOT_FOUND')
    },
    stop: async () => undefined,
    usage: async () => ({ used: 120_000_000, quota: 2_000_000_000 }),
    stored: async ({ before } = {}) =>
      ['altai', 'ira', 'nest', 'kostya'].slice(before === undefined ? 0 : 2).map((chat, i) => ({
        chat: chat as ChatId,
        bytes: 180_000_000 / (i * 2 + 1) ** 2,
        files: 96 - i * 23,
        waiting: before === undefined && i === 1 ? 4_000_000 : 0,
      })),
    clear: async () => undefined,
    gallery: async () => [],
  }
}

/** Hills under a sky, in colours that the name chooses. */
async function draw(name: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(1200, 900)
  const paper = canvas.getContext('2d')
  if (paper === null) throw new EngineError('NOT_FOUND')
  const hue = Array.from(name).reduce((sum, sign) => sum + sign.charCodeAt(0) * 37, 0) % 360
  const sky = paper.createLinearGradient(0, 0, 0, 900)
  sky.addColorStop(0, `hsl(${hue} 60% 78%)`)
  sky.addColorStop(1, `hsl(${(hue + 40) % 360} 70% 92%)`)
  paper.fillStyle = sky
  paper.fillRect(0, 0, 1200, 900)
  for (let row = 0; row < 4; row++) {
    paper.fillStyle = `hsl(${(hue + 150) % 360} 30% ${60 - row * 12}%)`
    paper.beginPath()
    paper.moveTo(0, 900)
    for (let x = 0; x <= 1200; x += 20)
      paper.lineTo(x, 480 + row * 100 + 60 * Math.sin(x / (130 - row * 20) + hue + row))
    paper.lineTo(1200, 900)
    paper.fill()
  }
  return canvas.convertToBlob({ type: 'image/jpeg' })
}
