import { limits } from '@soroka/protocol'
import { type RefObject, useEffect, useEffectEvent } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { toastStore } from '../../../ui/toast-store.ts'

/** What is over the limit may stand in the field, to be shortened there; a book may not: laying it out freezes the page. */
const mostHeld = 4 * limits.messageText

/** Keeps a paste or a drop of megabytes out of the field, and says why. */
export function useRoom(field: RefObject<HTMLTextAreaElement | null>): void {
  const t = useText()
  const refuse = useEffectEvent((count: number) => {
    const text = t('messages:tooMuch', { count, most: limits.messageText })
    toastStore.getState().show({ kind: 'error', text })
  })
  useEffect(() => {
    const element = field.current
    if (!element) return
    const look = (event: InputEvent) => {
      const coming = (event.data ?? event.dataTransfer?.getData('text/plain') ?? '').length
      const kept = element.value.length - (element.selectionEnd - element.selectionStart)
      if (coming + kept <= mostHeld || coming === 0) return
      event.preventDefault()
      refuse(coming)
    }
    element.addEventListener('beforeinput', look)
    return () => element.removeEventListener('beforeinput', look)
  }, [field])
}
