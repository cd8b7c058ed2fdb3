import type { AttachmentView } from '@soroka/client/types'
import type { ChatId, FileId, MsgId } from '@soroka/protocol'
import { engine } from '../../engine/engine.ts'
import { authStore } from '../../stores/authStore.ts'
import { safeType } from './shapes.ts'

/** Which file of which message: rights are asked for by chat and message. */
export interface FilePlace {
  chat: ChatId
  message: MsgId
  file: Pick<AttachmentView, 'id' | 'shape' | 'type' | 'size' | 'preview'>
}

/** Addresses that are kept for pictures which were shown; the file itself stays on the device. */
const most = 120
const kept = new Map<FileId, string>()
const coming = new Map<FileId, Promise<string>>()

function keep(id: FileId, url: string): string {
  kept.set(id, url)
  const oldest = kept.keys().next().value
  if (kept.size > most && oldest !== undefined) {
    URL.revokeObjectURL(kept.get(oldest) ?? '')
    kept.delete(oldest)
  }
  return url
}

async function read({ chat, message, file }: FilePlace, id: FileId): Promise<string> {
  const blob = await engine.files.read(chat, message, id)
  const type = id === file.id ? safeType(file.shape, file.type) : safeType('photo', blob.type || 'image/jpeg')
  return keep(id, URL.createObjectURL(new Blob([blob], { type })))
}

/** The address of a file that is here already. */
export function knownUrl(id: FileId): string | undefined {
  return kept.get(id)
}

/** An address for a file's own bytes, or for its preview; read once, however many ask. Throws what the engine throws. */
export function fileUrl(place: FilePlace, id: FileId): Promise<string> {
  const known = kept.get(id)
  if (known !== undefined) return Promise.resolve(known)
  const before = coming.get(id)
  if (before) return before
  const reading = read(place, id).finally(() => coming.delete(id))
  coming.set(id, reading)
  return reading
}

// Signing out leaves no file in memory.
authStore.subscribe(({ session }) => {
  if (session !== null) return
  for (const url of kept.values()) URL.revokeObjectURL(url)
  kept.clear()
})
