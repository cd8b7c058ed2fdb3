import { ActionIcon } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconArrowLeft, IconEdit, IconSearch } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, memo, Suspense, useEffect } from 'react'
import { useStore } from 'zustand'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import type { Place } from '../../app/place.ts'
import { usePageTitle } from '../../app/use-page-title.ts'
import { ChatRows } from './ChatRows.tsx'
import pane from '../../ui/ListPane.module.css'
import css from './ChatList.module.css'
import { ConnectionBar } from '../connection/index.ts'
import { NewChatSheet } from '../groups/index.ts'
import { InstallBar } from '../install/index.ts'
import { AskBar } from '../notifications/index.ts'
import { SearchPanel } from '../search/index.ts'
import { EmptyList } from './EmptyList.tsx'
import { visibleChats } from './folder-filter.ts'
import { FolderTabs } from './FolderTabs.tsx'
import { ListSkeleton } from './ListSkeleton.tsx'
import { RecoveryBanner } from './RecoveryBanner.tsx'
import { openNewChat, sheetStore } from '../../stores/sheetStore.ts'
import { UpdateBar } from './UpdateBar.tsx'

const FolderSheet = lazy(() => import('./FolderSheet.tsx'))

interface Props {
  current: ChatId | null
  finding: boolean
  list: 'archive' | 'requests' | null
}

function Sheets() {
  const sheet = useStore(sheetStore, (state) => state.sheet)
  return (
    <Suspense fallback={null}>
      {sheet?.kind === 'folders' && <FolderSheet id={sheet.id} chats={sheet.chats ?? []} />}
      {sheet?.kind === 'new' && <NewChatSheet first={sheet.step} />}
    </Suspense>
  )
}

function withoutList(place: Place): Place {
  const rest = { ...place }
  delete rest.list
  return rest
}

/** The last of them was accepted or taken out: nobody wants to stand before an empty list. */
function useLeaveEmpty(list: 'archive' | 'requests'): void {
  const navigate = useNavigate()
  const empty = useChats(
    ({ loaded, order, chats }) =>
      loaded && visibleChats(order, chats, { list, folder: undefined, now: Date.now() }).length === 0,
  )
  useEffect(() => {
    if (empty) void navigate({ to: '.', search: withoutList, replace: true })
  }, [empty, navigate])
}

/** Chats that stand apart: a way back, the name, and no tabs. */
function ApartHeader({ list }: { list: 'archive' | 'requests' }) {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  useLeaveEmpty(list)
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/', replace: true }))
  return (
    <>
      <header className={pane.header} data-back>
        <ActionIcon aria-label={t('app:back')} onClick={back} data-pane-back>
          <IconArrowLeft size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
        <h1 className={pane.title}>{t(`chats:${list}.title`)}</h1>
      </header>
      {list === 'requests' && <p className={`${pane.note} ${css.note}`}>{t('chats:requests.note')}</p>}
    </>
  )
}

/** It stays drawn below an open chat: another address alone is nothing new to it. */
export const ChatList = memo(function ChatList({ current, finding, list }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const loaded = useChats((state) => state.loaded)
  const empty = useChats((state) => state.order.length === 0)
  const find = () => void navigate({ to: '.', search: { find: true } })
  usePageTitle(current === null ? '' : null)
  if (finding)
    return (
      <Suspense fallback={<ListSkeleton />}>
        <SearchPanel />
      </Suspense>
    )
  return (
    <section className={pane.pane} aria-label={t(list ? `chats:${list}.title` : 'chats:title')}>
      {list ? (
        <ApartHeader list={list} />
      ) : (
        <header className={pane.header}>
          <h1 className={pane.title}>{t('chats:title')}</h1>
          <ActionIcon aria-label={t('chats:search')} onClick={find}>
            <IconSearch size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={t('chats:new')} onClick={() => openNewChat()}>
            <IconEdit size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
        </header>
      )}
      <UpdateBar />
      <ConnectionBar />
      {!list && <RecoveryBanner />}
      {!list && <InstallBar />}
      <Suspense fallback={null}>{!list && <AskBar />}</Suspense>
      {!list && <FolderTabs />}
      {!loaded ? (
        <ListSkeleton />
      ) : empty ? (
        <EmptyList onFind={() => openNewChat()} />
      ) : (
        <ChatRows current={current} list={list} />
      )}
      <Sheets />
    </section>
  )
})
