import { ActionIcon } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconEdit, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { usePageTitle } from '../../app/use-page-title.ts'
import { ChatRows } from './ChatRows.tsx'
import css from './ChatList.module.css'
import { ConnectionBar } from '../connection/index.ts'
import { EmptyList } from './EmptyList.tsx'
import { FindPanel } from './FindPanel.tsx'
import { ListSkeleton } from './ListSkeleton.tsx'
import { RecoveryBanner } from './RecoveryBanner.tsx'
import { UpdateBar } from './UpdateBar.tsx'
import { useUnreadTotal } from './use-unread-total.ts'

interface Props {
  current: ChatId | null
  finding: boolean
}

export function ChatList({ current, finding }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const loaded = useChats((state) => state.loaded)
  const empty = useChats((state) => state.order.length === 0)
  const unread = useUnreadTotal()
  const find = () => void navigate({ to: '.', search: { find: true } })
  usePageTitle(unread > 0 ? `(${unread})` : '')
  if (finding) return <FindPanel />
  return (
    <section className={css.list} aria-label={t('chats:title')}>
      <header className={css.header}>
        <h1 className={css.title}>{t('chats:title')}</h1>
        <ActionIcon aria-label={t('chats:search')} onClick={find}>
          <IconSearch size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t('chats:new')} onClick={find}>
          <IconEdit size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      </header>
      <UpdateBar />
      <ConnectionBar />
      <RecoveryBanner />
      {!loaded ? <ListSkeleton /> : empty ? <EmptyList onFind={find} /> : <ChatRows current={current} />}
    </section>
  )
}
