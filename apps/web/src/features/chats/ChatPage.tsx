import { Suspense, useDeferredValue, useEffect, useMemo } from 'react'
import { useLocation, useParams } from '@tanstack/react-router'
import type { ChatId } from '@soroka/protocol'
import { ChatLayout } from './ChatLayout.tsx'
import css from './ChatPage.module.css'
import { preloadPanes } from './later-panes.ts'
import type { Area, LayoutProps } from './layout-props.ts'
import { useWatch } from '../people/index.ts'
import { CallLayer, CallTop, useCallPlace } from '../calls/index.ts'
import { Layers } from '../../ui/Layers.tsx'
import { Viewer } from '../media/index.ts'
import { forwardMessages } from '../messages/index.ts'
import { useKeptLink } from '../groups/index.ts'
import { Notifier } from '../notifications/index.ts'
import { ShareSheet, useKeptShare } from '../share/index.ts'
import { useJump } from './use-jump.ts'
import { useShortcuts } from './use-shortcuts.dom.ts'

function areaOf(pathname: string): Area {
  const first = pathname.split('/')[1]
  if (first?.startsWith('@')) return 'join'
  if (first === 'admin') return 'desk'
  return first === 'settings' || first === 'calls' || first === 'contacts' || first === 'join' ? first : 'chats'
}

/** What the address says. */
function useAddress(): LayoutProps {
  const { chatId, section } = useParams({ strict: false })
  const { pathname, search } = useLocation()
  const { part, find, seek, list } = search
  return useMemo(() => {
    const chat = (chatId as ChatId | undefined) ?? null
    return {
      area: areaOf(pathname),
      chat,
      info: chat !== null && pathname.endsWith('/info'),
      part: part ?? null,
      section: section ?? null,
      finding: find === true,
      seeking: seek === true,
      list: list ?? null,
    }
  }, [chatId, section, pathname, part, find, seek, list])
}

/** Reads the address: which pane stands where is decided by it alone. */
export function ChatPage() {
  const address = useAddress()
  // A tap is answered before another pane is drawn, and on a slow device that is done in pieces.
  const shown = useDeferredValue(address)
  const { pathname, search } = useLocation()
  const call = useCallPlace()
  const { chat } = address
  useShortcuts()
  useWatch()
  useJump(chat, search.m)
  useKeptLink()
  useKeptShare()
  useEffect(preloadPanes, [])
  return (
    <>
      <div className={css.app} data-call={call} inert={call === 'cover'}>
        <CallTop />
        <ChatLayout {...shown} />
      </div>
      <CallLayer />
      <Suspense fallback={null}>
        <Notifier chat={chat} />
      </Suspense>
      <Viewer onForward={(message) => forwardMessages([message])} />
      <Suspense fallback={null}>{pathname === '/share' && <ShareSheet />}</Suspense>
      <Layers />
    </>
  )
}
