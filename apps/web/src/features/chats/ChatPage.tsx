import { Suspense, useEffect } from 'react'
import { useLocation, useParams } from '@tanstack/react-router'
import type { ChatId } from '@soroka/protocol'
import { ChatLayout } from './ChatLayout.tsx'
import css from './ChatPage.module.css'
import { preloadPanes } from './later-panes.ts'
import type { Area } from './layout-props.ts'
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
  return first === 'settings' || first === 'calls' || first === 'contacts' || first === 'join' ? first : 'chats'
}

/** Reads the address: which pane stands where is decided by it alone. */
export function ChatPage() {
  const { chatId, section } = useParams({ strict: false })
  const { pathname, search } = useLocation()
  const call = useCallPlace()
  const chat = (chatId as ChatId | undefined) ?? null
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
        <ChatLayout
          area={areaOf(pathname)}
          chat={chat}
          info={chat !== null && pathname.endsWith('/info')}
          part={search.part ?? null}
          section={section ?? null}
          finding={search.find === true}
          seeking={search.seek === true}
          list={search.list ?? null}
        />
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
