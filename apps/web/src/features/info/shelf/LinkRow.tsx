import { ActionIcon } from '@mantine/core'
import { IconLink, IconMessageForward } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { chatStore, useChats } from '../../../stores/chatStore.ts'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { listTime } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import css from './LinkRow.module.css'
import type { SaidLink } from './links.ts'

/** A link: pressed it opens, and the button beside it goes to the message that said it. */
export function LinkRow({ link: { href, title, host, named, message } }: { link: SaidLink }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const navigate = useNavigate()
  const image = message.preview?.image
  const sender = useChats((state) => state.people[message.sender]?.name)
  const who = message.own ? t('messages:you') : (sender ?? '')
  const show = () => {
    chatStore.getState().setJump({ chat: message.chat, id: message.id })
    void navigate({ to: '/c/$chatId', params: { chatId: message.chat } })
  }
  return (
    <div className={css.row}>
      <a className={css.link} href={href} target="_blank" rel="noopener noreferrer nofollow">
        <span className={css.face} aria-hidden>
          {image ? (
            <img src={photoUrl(`preview/${message.id}`, image.bytes)} alt="" draggable={false} />
          ) : (
            <IconLink size={20} stroke={1.8} />
          )}
        </span>
        <span className={css.names}>
          <bdi className={css.title}>{title}</bdi>
          <span className={css.line}>
            <bdi className={css.host}>{named ? host : who}</bdi>
            <time dateTime={new Date(message.at).toISOString()}>{listTime(message.at, now, language)}</time>
          </span>
        </span>
      </a>
      <ActionIcon aria-label={t('people:links.show', { title })} onClick={show}>
        <IconMessageForward size={20} stroke={1.8} aria-hidden />
      </ActionIcon>
    </div>
  )
}
