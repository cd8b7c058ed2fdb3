import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { ChatView, PersonView } from '@soroka/client/types'
import {
  IconChevronLeft,
  IconLayoutSidebarRight,
  IconLayoutSidebarRightFilled,
  IconLockFilled,
  IconSearch,
} from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { besideList } from '../../app/place.ts'
import { useText } from '../../i18n/i18n.ts'
import { prefsStore } from '../../stores/prefsStore.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import { chatTitle } from '../../ui/chat-title.ts'
import { useViewport } from '../../ui/use-viewport.dom.ts'
import { mayCall, StartButtons } from '../calls/index.ts'
import { StatusMark, TrustMark } from '../people/index.ts'
import css from './ChatHeader.module.css'
import { Subtitle } from './Subtitle.tsx'

interface Props {
  chat: ChatView
  peer: PersonView | undefined
  back: boolean
  infoOpen: boolean
}

export function ChatHeader({ chat, peer, back, infoOpen }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const wide = useViewport() === 'desktop'
  const toggleInfo = () => {
    if (!wide) return void navigate({ to: '/c/$chatId/info', params: { chatId: chat.id }, search: besideList({}) })
    prefsStore.getState().setInfo(!infoOpen)
    if (infoOpen)
      void navigate({ to: '/c/$chatId', params: { chatId: chat.id }, search: besideList({}), replace: true })
  }
  const goBack = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/', replace: true }))
  const InfoIcon = infoOpen ? IconLayoutSidebarRightFilled : IconLayoutSidebarRight
  return (
    <header className={css.header} data-back={back || undefined}>
      {back && (
        <ActionIcon aria-label={t('app:back')} onClick={goBack} data-pane-back>
          <IconChevronLeft size={26} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
      <UnstyledButton
        className={css.person}
        onClick={toggleInfo}
        aria-expanded={wide ? infoOpen : undefined}
        data-pane-focus
      >
        <ChatAvatar chat={chat} size="sm" presence={false} />
        <span className={css.names}>
          <span className={css.top}>
            <bdi className={css.name}>{chatTitle(chat, t)}</bdi>
            <StatusMark person={peer} />
            {peer && peer.verification !== 'unverified' ? (
              <TrustMark verification={peer.verification} />
            ) : (
              <IconLockFilled size={15} className={css.lock} role="img" aria-label={t('messages:encryptedShort')} />
            )}
          </span>
          <Subtitle chat={chat} peer={peer} />
        </span>
      </UnstyledButton>
      <StartButtons chat={chat} />
      {/* On a phone the name needs the room: there the search is one of the tiles of the profile. */}
      {!(back && mayCall(chat)) && (
        <ActionIcon
          aria-label={t('messages:search')}
          onClick={() => void navigate({ to: '.', search: besideList({ seek: true }) })}
        >
          <IconSearch size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
      {wide && (
        <ActionIcon
          aria-label={t(infoOpen ? 'people:closeInfo' : 'people:openInfo')}
          aria-pressed={infoOpen}
          onClick={toggleInfo}
        >
          <InfoIcon size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </header>
  )
}
