import i18next from 'i18next'
import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { toastStore } from '../../../ui/toast-store.ts'

/** Files of something pasted or dropped. A folder is none: a toast says what to do with it. */
export function filesOfTransfer(data: DataTransfer | null): File[] {
  const items = [...(data?.items ?? [])].filter(({ kind }) => kind === 'file')
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory === true
  if (items.some(isFolder)) toastStore.getState().show({ kind: 'error', text: i18next.t('media:attach.folder') })
  return items.flatMap((item) => (isFolder(item) ? [] : (item.getAsFile() ?? [])))
}

/** Files are on their way: ours alone, for a dialog stands within a pane that takes files too. */
function carriesFiles(event: DragEvent): boolean {
  if (event.dataTransfer?.types.includes('Files') !== true) return false
  event.stopPropagation()
  return true
}

/** Files that are dragged over the pane or dialog around an element. @returns it while they are over it */
export function useDrop(anchor: RefObject<HTMLElement | null>, take: (files: File[]) => void): HTMLElement | null {
  const [over, setOver] = useState<HTMLElement | null>(null)
  const onTake = useEffectEvent(take)
  useEffect(() => {
    const pane = anchor.current?.closest<HTMLElement>('dialog, main')
    if (!pane) return
    const listening = new AbortController()
    const { signal } = listening
    // Children are entered before their parent is left: only the last way out counts.
    let depth = 0
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(null)
    }
    pane.addEventListener('dragenter', (event) => carriesFiles(event) && ++depth && setOver(pane), { signal })
    pane.addEventListener('dragleave', leave, { signal })
    pane.addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault(), { signal })
    pane.addEventListener(
      'drop',
      (event) => {
        depth = 0
        setOver(null)
        if (!carriesFiles(event)) return
        event.preventDefault()
        onTake(filesOfTransfer(event.dataTransfer))
      },
      { signal },
    )
    return () => listening.abort()
  }, [anchor])
  return over
}
