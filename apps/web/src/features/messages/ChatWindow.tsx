import type { ChatId, MsgId } from '@soroka/protocol'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useDeferredValue, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { usePageTitle } from '../../app/use-page-title.ts'
import { engine } from '../../engine/engine.ts'
import { hint } from '../../engine/hint.ts'
import { useText } from '../../i18n/i18n.ts'
import { useChats, usePeer } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { toastStore } from '../../ui/toast-store.ts'
import { RunningBanner } from '../calls/index.ts'
import { ConnectionBar } from '../connection/index.ts'
import { NowPlaying } from '../media/index.ts'
import { KeyBanner } from '../people/index.ts'
import { ChatHeader } from './ChatHeader.tsx'
import css from './ChatWindow.module.css'
import { ComposerArea } from './composer/ComposerArea.tsx'
import { JoinsBar } from './JoinsBar.tsx'
import { MessageList } from './feed/MessageList.tsx'
import { useMembers } from '../../stores/use-members.ts'
import { PinnedBar } from './PinnedBar.tsx'
import { openThread, resetUi, useUi } from './ui-store.ts'
import { useWindow } from './use-window.ts'

const MessageMenu = lazy(() => import('./menu/MessageMenu.tsx'))
const Dialogs = lazy(() => import('./dialogs/Dialogs.tsx'))
const ThreadPane = lazy(() => import('./ThreadPane.tsx'))

interface Props {
  id: ChatId
  /** A phone has a way back to the list. */
  back: boolean
  infoOpen: boolean
}

export function ChatWindow({ id, back, infoOpen }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const chat = useChats((state) => state.chats[id])
  const peer = usePeer(chat)
  const { window, unreadAfter, loadOlder, loadNewer, bring, bringEnd } = useWindow(id)
  // Its first rows are drawn in pieces; from then on each message at once.
  const ready = useDeferredValue(window !== undefined, false)
  const menu = useUi((state) => state.menu)
  const dialog = useUi((state) => state.dialog)
  const thread = useUi((state) => state.thread)
  const title = chat ? chatTitle(chat, t) : ''
  usePageTitle(title)
  const members = useMembers(id, chat?.kind === 'group' && !chat.left)
  const { thread: asked } = useSearch({ strict: false })
  // Before the effects of what is inside: a draft brings its own quote.
  useLayoutEffect(() => {
    resetUi(id)
    if (asked !== undefined) openThread(asked as MsgId)
    // The address names the thread at opening; later the thread itself keeps the address.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id])
  // Who opens a chat has looked at it; who marks the open one means the time after.
  const marked = useEffectEvent(() => chat?.markedUnread === true)
  const known = chat !== undefined
  useEffect(() => {
    if (known && marked()) hint(engine.chats.markUnread(id, false))
  }, [id, known])
  const lastSeen = useRef(chat)
  const sayGone = useEffectEvent(() => {
    const gone = lastSeen.current
    // The owner knows what he did, and who had left takes only the rest away.
    if (gone?.kind === 'group' && gone.role !== 'owner' && !gone.left)
      toastStore.getState().show({ kind: 'plain', text: t('messages:groupGone', { name: gone.title }) })
  })
  useEffect(() => {
    if (chat) {
      lastSeen.current = chat
      return
    }
    let left = false
    void engine.chats.get(id).then((found) => {
      if (found || left) return
      sayGone()
      void navigate({ to: '/', replace: true })
    })
    return () => {
      left = true
    }
  }, [chat, id, navigate])
  return (
    <main className={css.window} data-chat-open aria-label={chat ? t('messages:chatWith', { name: title }) : undefined}>
      <div className={css.chat} inert={thread !== null}>
        {chat && <ChatHeader chat={chat} peer={peer} back={back} infoOpen={infoOpen} />}
        {chat && chat.joins.length > 0 && <JoinsBar chat={chat} />}
        {chat && <RunningBanner chat={chat} />}
        <NowPlaying />
        {chat?.topPin && <PinnedBar chat={chat} pin={chat.topPin} />}
        {chat && !chat.left && (
          <KeyBanner
            chat={id}
            direct={chat.kind === 'direct'}
            people={peer ? [peer] : (members?.map(({ person }) => person) ?? [])}
          />
        )}
        {back && <ConnectionBar />}
        <div className={css.area}>
          {ready && chat && window && (
            <MessageList
              chat={chat}
              window={window}
              unreadAfter={unreadAfter}
              onNearTop={loadOlder}
              onNearEnd={loadNewer}
              bring={bring}
              bringEnd={bringEnd}
            />
          )}
        </div>
        {chat && <ComposerArea chat={chat} peer={peer} />}
      </div>
      <Suspense fallback={null}>
        {chat && thread !== null && <ThreadPane key={thread} chat={chat} root={thread} />}
        {chat && menu && <MessageMenu key={menu.message.id} chat={chat} place={menu} />}
        {chat && dialog && <Dialogs chat={chat} dialog={dialog} />}
      </Suspense>
    </main>
  )
}
