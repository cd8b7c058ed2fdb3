import type { Outgoing, OutgoingFile } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { act } from '../../../ui/act.ts'
import { albumsOf, chooseFiles, picturesAndFilms } from '../../media/index.ts'
import { sendMessage } from '../send.ts'
import { openDialog, type Words } from '../ui-store.ts'

interface Options {
  chat: ChatId
  /** What was written so far: it becomes the caption. */
  text: string
  /** Reply and thread, as for words. */
  about(): Partial<Outgoing>
  onSent(): void
  /** Puts words back into the field. */
  keep(text: string): void
}

/** Files on their way into a message: chosen, taken, dropped or pasted, then looked at before they go. */
export function useAttach({ chat, text, about, onSent, keep }: Options) {
  const send = async (files: OutgoingFile[], words: Words) => {
    // The words stand with the first album.
    for (const [at, album] of albumsOf(files).entries())
      if (!(await act(sendMessage(chat, { ...(at === 0 ? words : { text: '' }), files: album, ...about() }))))
        return false
    onSent()
    return true
  }
  const open = (files: File[], how: { asFiles?: boolean; taken?: boolean } = {}) => {
    if (files.length > 0) openDialog({ kind: 'attach', files, ...how, caption: text.trim(), send, keep })
  }
  const shoot = () => openDialog({ kind: 'camera', take: (files) => open(files, { taken: true }) })
  return {
    attach: (files: File[]) => open(files),
    pick: () => void chooseFiles(picturesAndFilms).then((files) => open(files)),
    pickFiles: () => void chooseFiles().then((files) => open(files, { asFiles: true })),
    shoot: 'mediaDevices' in navigator ? shoot : undefined,
  }
}
