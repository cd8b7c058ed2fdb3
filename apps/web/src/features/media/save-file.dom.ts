import type { AttachmentView } from '@soroka/client/types'
import type { ChatId, MsgId } from '@soroka/protocol'
import { engine } from '../../engine/engine.ts'

/** Puts a file where the person keeps downloads. It never opens as a page of ours: the type is left out (S11). */
export async function saveFile(chat: ChatId, message: MsgId, file: Pick<AttachmentView, 'id' | 'name'>): Promise<void> {
  const blob = await engine.files.read(chat, message, file.id)
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
