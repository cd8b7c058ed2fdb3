import type { ChatId } from '@soroka/protocol'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import css from './InfoDrawer.module.css'
import { PersonInfo } from './PersonInfo.tsx'

/** A tablet's third pane: slides over the chat from the right. The browser's own dialog keeps the focus inside. */
export function InfoDrawer({ id, opened }: { id: ChatId; opened: boolean }) {
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
  return (
    <dialog
      ref={dialog}
      className={css.drawer}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close()
      }}
    >
      {opened && <PersonInfo id={id} mode="drawer" />}
    </dialog>
  )
}
