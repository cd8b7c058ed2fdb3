import { ActionIcon } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconArrowLeft, IconAt, IconLock, IconX } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats, usePeer } from '../../stores/chatStore.ts'
import { prefsStore } from '../../stores/prefsStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { useNow } from '../../ui/use-now.ts'
import css from './PersonInfo.module.css'
import { presenceText } from './presence-text.ts'

interface Props {
  id: ChatId
  /** pane: pushed on a phone; drawer: over the chat on a tablet; column: beside it on a wide screen. */
  mode: 'pane' | 'drawer' | 'column'
}

export function PersonInfo({ id, mode }: Props) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const navigate = useNavigate()
  const router = useRouter()
  const chat = useChats((state) => state.chats[id])
  const peer = usePeer(chat)
  if (!chat) return null
  const close = () => {
    if (mode === 'column') {
      prefsStore.getState().setInfo(false)
      void navigate({ to: '/c/$chatId', params: { chatId: id }, replace: true })
    } else if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '/c/$chatId', params: { chatId: id }, replace: true })
  }
  const CloseIcon = mode === 'pane' ? IconArrowLeft : IconX
  return (
    <aside className={css.info} aria-label={t('people:about')}>
      <header className={css.header}>
        <ActionIcon aria-label={t(mode === 'pane' ? 'app:back' : 'people:closeInfo')} onClick={close}>
          <CloseIcon size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
        <h2 className={css.title} tabIndex={-1} data-pane-focus>
          {t('people:about')}
        </h2>
      </header>
      <div className={css.scroll}>
        <div className={css.person}>
          <Avatar id={peer?.id ?? chat.id} name={chat.title} size="xl" />
          <p className={css.name}>{chat.title}</p>
          <p className={css.seen} data-online={peer?.online || undefined}>
            {presenceText(peer, now, language, t)}
          </p>
        </div>
        {peer && (
          <div className={css.card}>
            <div className={css.row}>
              <IconAt size={22} stroke={1.8} aria-hidden />
              <div>
                <p className={css.value}>{`@${peer.nickname}`}</p>
                <p className={css.caption}>{t('people:nickname')}</p>
              </div>
            </div>
          </div>
        )}
        <section className={css.card}>
          <div className={css.row}>
            <IconLock size={22} stroke={1.8} className={css.lock} aria-hidden />
            <div>
              <h3 className={css.strong}>{t('people:encryption.title')}</h3>
              <p className={css.explain}>{t('people:encryption.text')}</p>
            </div>
          </div>
        </section>
      </div>
    </aside>
  )
}
