import type { MessageView } from '@soroka/client/types'
import { IconArrowForwardUp } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { isMe, useName } from '../../../ui/names.ts'
import { useOpenPerson } from '../use-open-person.ts'
import { PlainButton } from '../../../ui/PlainButton.tsx'
import css from './parts.module.css'

/** Who wrote a forwarded message first. */
export function Forwarded({ message }: { message: MessageView }) {
  const t = useText()
  const author = message.forward?.author
  const name = useName(author, message.chat)
  const openPerson = useOpenPerson()
  const label =
    author === undefined
      ? t('messages:forwarded')
      : t('messages:forwardedFrom', { name: isMe(author) ? t('messages:youInside') : name })
  const content = (
    <>
      <IconArrowForwardUp size={15} stroke={2} aria-hidden />
      <bdi>{label}</bdi>
    </>
  )
  if (author === undefined) return <span className={css.forwarded}>{content}</span>
  return (
    <PlainButton className={css.forwarded} onClick={() => openPerson(author)}>
      {content}
    </PlainButton>
  )
}
