import type { Outgoing, OutgoingFile } from '@soroka/client/types'
import { type ChatId, limits } from '@soroka/protocol'
import { act } from '../../../ui/act.ts'
import { chooseFiles } from '../../media/index.ts'
import { sendMessage } from '../send.ts'
import { openDialog } from '../ui-store.ts'

interface Options {
  chat: ChatId
  /** What was written so far: it becomes the caption. */
  text: string
  /** Reply and thread, as for words. */
  about(): Partial<Outgoing>
  onSent(): void
}

/** As many files as a message may hold, the caption with the first. */
function batches(files: OutgoingFile[], caption: string): Pick<Outgoing, 'text' | 'files'>[] {
  return Array.from({ length: Math.ceil(files.length / limits.attachments) }, (_, at) => ({
    text: at === 0 ? caption : '',
    files: files.slice(at * limits.attachments, (at + 1) * limits.attachments),
  }))
}

/** Files on their way into a message: chosen, dropped or pasted, then looked at before they go. */
export function useAttach({ chat, text, about, onSent }: Options) {
  const send = async (files: OutgoingFile[], caption: string) => {
    for (const part of batches(files, caption))
      if (!(await act(sendMessage(chat, { ...part, ...about() })))) return false
    onSent()
    return true
  }
  const attach = (files: File[]) => {
    if (files.length > 0) openDialog({ kind: 'attach', files, caption: text.trim(), send })
  }
  return { attach, pick: () => void chooseFiles().then(attach) }
}
