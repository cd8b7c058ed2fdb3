import { ActionIcon } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { InfoPart } from '../../app/place.ts'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { prefsStore } from '../../stores/prefsStore.ts'
import css from './InfoPanel.module.css'
import { usePart } from './use-part.ts'

export const preloadInfo = () => import('./InfoBody.tsx')
const InfoBody = lazy(preloadInfo)

interface Props {
  id: ChatId
  part: InfoPart | null
  /** pane: pushed on a phone; drawer: over the chat on a tablet; column: beside it on a wide screen. */
  mode: 'pane' | 'drawer' | 'column'
}

/** About the person, the group or the Nest; its pages push each other inside of it. */
export function InfoPanel({ id, part, mode }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const { back } = usePart(id)
  const chat = useChats((state) => state.chats[id])
  if (!chat) return null
  const close = () => {
    if (mode === 'column') {
      prefsStore.getState().setInfo(false)
      void navigate({ to: '/c/$chatId', params: { chatId: id }, replace: true })
    } else if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '/c/$chatId', params: { chatId: id }, replace: true })
  }
  const inner = part !== null
  const CloseIcon = mode === 'pane' || inner ? IconArrowLeft : IconX
  const about = t(`people:about.${chat.kind}`)
  return (
    <aside className={css.info} aria-label={about}>
      <header className={css.header}>
        <ActionIcon
          aria-label={t(mode === 'pane' || inner ? 'app:back' : 'people:closeInfo')}
          onClick={inner ? back : close}
          data-pane-back={(mode === 'pane' && !inner) || undefined}
        >
          <CloseIcon size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
        <h2 className={css.title} tabIndex={-1} data-pane-focus>
          {part ? t(`people:part.${part}`) : about}
        </h2>
      </header>
      <div className={css.scroll} key={part}>
        <Suspense fallback={null}>
          <InfoBody chat={chat} part={part} />
        </Suspense>
      </div>
    </aside>
  )
}
