import { type RefObject, useEffect, useEffectEvent } from 'react'
import { filesOfTransfer } from './use-drop.dom.ts'

/** Files that are pasted anywhere in the dialog around an element. */
export function usePasted(inside: RefObject<HTMLElement | null>, take: (files: File[]) => void): void {
  const onTake = useEffectEvent(take)
  useEffect(() => {
    const dialog = inside.current?.closest('dialog')
    if (!dialog) return
    const paste = (event: ClipboardEvent) => {
      const files = filesOfTransfer(event.clipboardData)
      if (files.length === 0) return
      event.preventDefault()
      onTake(files)
    }
    dialog.addEventListener('paste', paste)
    return () => dialog.removeEventListener('paste', paste)
  }, [inside])
}
