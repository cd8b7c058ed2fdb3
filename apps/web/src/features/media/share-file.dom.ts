import type { AttachmentView, MessageView } from '@soroka/client/types'
import i18next from 'i18next'
import { engine } from '../../engine/engine.ts'
import { sayFailure } from '../../ui/act.ts'
import { toastStore } from '../../ui/toast-store.ts'

/** Opens the system's share sheet with files of a message; says so when that can't be done. */
export async function shareFiles({ chat, id }: Pick<MessageView, 'chat' | 'id'>, files: readonly AttachmentView[]) {
  try {
    const read = async ({ id: file, name, type }: AttachmentView) =>
      new File([await engine.files.read(chat, id, file)], name, { type })
    await navigator.share({ files: await Promise.all(files.map(read)) })
  } catch (error) {
    // Somebody closed the sheet: that needs no words.
    if (error instanceof DOMException && error.name === 'AbortError') return
    // It took longer to load than a press counts; now it is here.
    if (error instanceof DOMException && error.name === 'NotAllowedError')
      return toastStore.getState().show({ kind: 'plain', text: i18next.t('share:outLate') })
    sayFailure(error)
  }
}
