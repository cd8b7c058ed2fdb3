import { UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import {
  IconArchive,
  IconArchiveOff,
  IconBell,
  IconBellOff,
  IconCircleDot,
  IconMessageCheck,
  IconPin,
  IconPinnedOff,
} from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useCoarsePointer } from '../../ui/use-viewport.dom.ts'
import { forEver, mute, toggleArchive, togglePin, toggleUnread } from '../chat-actions/index.ts'
import { isUnread } from '../../stores/chat-state.ts'
import css from './SwipeRow.module.css'
import { type Side, useSwipe } from './use-swipe.dom.ts'

const size = { size: 22, stroke: 1.8, 'aria-hidden': true }

/** A row under a finger: to the left mute and archive, to the right read and pin. Everything stands in the row's menu too. */
export function SwipeRow({ chat, muted, children }: { chat: ChatView; muted: boolean; children: ReactNode }) {
  const coarse = useCoarsePointer()
  if (!coarse || chat.request) return children
  return (
    <Swipe chat={chat} muted={muted}>
      {children}
    </Swipe>
  )
}

function Swipe({ chat, muted, children }: { chat: ChatView; muted: boolean; children: ReactNode }) {
  const row = useRef<HTMLDivElement>(null)
  const { open, moved, close } = useSwipe(row)
  return (
    <div className={css.swipe}>
      {/* Most rows are never swiped, and a list has dozens. */}
      {moved && <Sides chat={chat} muted={muted} open={open} close={close} />}
      <div ref={row} className={css.front}>
        {children}
      </div>
    </div>
  )
}

interface SidesProps {
  chat: ChatView
  muted: boolean
  open: Side
  close(): void
}

function Sides({ chat, muted, open, close }: SidesProps) {
  const t = useText()
  const run = (what: () => void) => () => {
    close()
    what()
  }
  return (
    <>
      <div className={css.side} data-side="start" inert={open !== 'start'}>
        <UnstyledButton className={css.action} data-kind="read" onClick={run(() => toggleUnread(chat))}>
          {isUnread(chat) ? <IconMessageCheck {...size} /> : <IconCircleDot {...size} />}
          {t(isUnread(chat) ? 'chats:swipe.read' : 'chats:swipe.unread')}
        </UnstyledButton>
        <UnstyledButton className={css.action} data-kind="pin" onClick={run(() => togglePin(chat))}>
          {chat.pinned === undefined ? <IconPin {...size} /> : <IconPinnedOff {...size} />}
          {t(chat.pinned === undefined ? 'chats:swipe.pin' : 'chats:swipe.unpin')}
        </UnstyledButton>
      </div>
      <div className={css.side} data-side="end" inert={open !== 'end'}>
        {chat.kind !== 'nest' && (
          <UnstyledButton className={css.action} data-kind="mute" onClick={run(() => mute(chat, muted ? 0 : forEver))}>
            {muted ? <IconBell {...size} /> : <IconBellOff {...size} />}
            {t(muted ? 'chats:swipe.unmute' : 'chats:swipe.mute')}
          </UnstyledButton>
        )}
        <UnstyledButton className={css.action} data-kind="archive" onClick={run(() => toggleArchive(chat))}>
          {chat.archived ? <IconArchiveOff {...size} /> : <IconArchive {...size} />}
          {t(chat.archived ? 'chats:swipe.takeOut' : 'chats:swipe.archive')}
        </UnstyledButton>
      </div>
    </>
  )
}
