import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconX } from '@tabler/icons-react'
import { useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { usePhoto } from '../stores/photoStore.ts'
import { ChatAvatar } from './ChatAvatar.tsx'
import css from './FaceButton.module.css'
import { photoUrl } from './photo-url.dom.ts'

function LargePhoto({ url, name, onClose }: { url: string; name: string; onClose(): void }) {
  const t = useText()
  const close = useEffectEvent(onClose)
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    if (!element.open) element.showModal()
    const leave = (event: Event) => {
      event.preventDefault()
      close()
    }
    element.addEventListener('cancel', leave)
    element.addEventListener('click', leave)
    return () => {
      element.removeEventListener('cancel', leave)
      element.removeEventListener('click', leave)
      // While it still stands in the page: only then the focus goes back.
      element.close()
    }
  }, [])
  return (
    <dialog ref={dialog} className={css.large} aria-label={t('photo:of', { name })}>
      <ActionIcon className={css.close ?? ''} aria-label={t('app:close')} onClick={onClose}>
        <IconX size={24} stroke={1.8} aria-hidden />
      </ActionIcon>
      <img className={css.picture} src={url} alt={t('photo:of', { name })} />
      <p className={css.name} aria-hidden>
        {name}
      </p>
    </dialog>
  )
}

/** The large face of a chat's panel; where there is a photo, a press shows it as large as it is. */
export function FaceButton({ chat }: { chat: ChatView }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const own = usePhoto(chat.peer?.id ?? null)
  const photo = chat.photo ?? own
  if (!photo) return <ChatAvatar chat={chat} size="xl" presence={false} />
  return (
    <>
      <UnstyledButton
        className={css.face}
        data-shape={chat.kind}
        aria-label={t('photo:open', { name: chat.title })}
        onClick={() => setOpen(true)}
      >
        <ChatAvatar chat={chat} size="xl" presence={false} />
      </UnstyledButton>
      {open && (
        <LargePhoto url={photoUrl(chat.peer?.id ?? chat.id, photo)} name={chat.title} onClose={() => setOpen(false)} />
      )}
    </>
  )
}
