import type { ChatId } from '@soroka/protocol'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { InfoPart } from '../../app/place.ts'
import css from './InfoDrawer.module.css'
import { InfoPanel } from './InfoPanel.tsx'

/** A tablet's third pane: slides over the chat from the right. The browser's own dialog keeps the focus inside. */
export function InfoDrawer({ id, part, opened }: { id: ChatId; part: InfoPart | null; opened: boolean }) {
  const router = useRouter()
  const navigate = useNavigate()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (opened) dialog.current?.showModal()
    else dialog.current?.close()
  }, [opened])
  const close = () => {
    if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '/c/$chatId', params: { chatId: id }, replace: true })
  }
  const onClose = useEffectEvent(close)
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    const leave = (event: Event) => {
      // Escape, or a press beside the pane. Dialogs over this one answer for themselves.
      if (event.target !== element) return
      event.preventDefault()
      onClose()
    }
    element.addEventListener('cancel', leave)
    element.addEventListener('click', leave)
    return () => {
      element.removeEventListener('cancel', leave)
      element.removeEventListener('click', leave)
    }
  }, [])
  return (
    <dialog ref={dialog} className={css.drawer}>
      {opened && <InfoPanel key={id} id={id} part={part} mode="drawer" />}
    </dialog>
  )
}
