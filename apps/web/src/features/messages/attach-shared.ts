import type { OutgoingFile } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { act } from '../../ui/act.ts'
import { albumsOf } from '../media/index.ts'
import { sendMessage } from './send.ts'
import { openDialog, resetUi, type Words } from './ui-store.ts'

interface Shared {
  files: File[]
  text: string
  /** They are in the outbox of each chat, or nobody wants to send them. */
  onDone(): void
}

/** Files from another program, looked at in the first chat before they go to all of them. */
export function attachShared([first, ...others]: [ChatId, ...ChatId[]], { files, text, onDone }: Shared): void {
  const sendTo = async (chat: ChatId, made: OutgoingFile[], words: Words) => {
    // The words stand with the first album.
    for (const [at, album] of albumsOf(made).entries())
      if (!(await act(sendMessage(chat, { ...(at === 0 ? words : { text: '' }), files: album })))) return false
    return true
  }
  const send = async (made: OutgoingFile[], words: Words) => {
    // Who is called in one chat may not be in another.
    for (const chat of others) if (!(await sendTo(chat, made, { text: words.text }))) return false
    const done = await sendTo(first, made, words)
    if (done) onDone()
    return done
  }
  resetUi(first)
  openDialog({ kind: 'attach', files, caption: text, send, keep: onDone })
}
