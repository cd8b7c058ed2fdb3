import { ActionIcon } from '@mantine/core'
import { type ChatView, deliveryOf } from '@soroka/client/types'
import type { MsgId } from '@soroka/protocol'
import { IconArrowLeft } from '@tabler/icons-react'
import { useCallback, useLayoutEffect, useRef } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { Composer } from './composer/Composer.tsx'
import { OnEscape } from './composer/OnEscape.tsx'
import { may } from './may.ts'
import { MessageBubble } from './MessageBubble.tsx'
import { useMessageKeys } from './message-keys.dom.ts'
import { buildRows } from './feed/rows.ts'
import css from './ThreadPane.module.css'
import { useUi } from './ui-store.ts'
import { useGestures } from './use-gestures.dom.ts'
import { useThread } from './use-thread.ts'
import { useThreadPlace } from './use-thread-place.ts'

/** A message and what was answered to it, over the chat. */
export default function ThreadPane({ chat, root }: { chat: ChatView; root: MsgId }) {
  const t = useText()
  const messages = useThread(chat.id, root)
  const quiet = useUi((state) => state.reply === null && state.edit === null && !state.menu && !state.dialog)
  const scroller = useRef<HTMLDivElement>(null)
  const last = messages.at(-1)?.key
  useLayoutEffect(() => {
    if (last !== undefined && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [last])
  const find = useCallback((key: string) => messages.find((message) => message.key === key), [messages])
  const gestures = useGestures(find, chat.rights.write)
  const onMessageKey = useMessageKeys(chat, find)
  const close = useThreadPlace(root)
  const first = messages[0]
  return (
    <section className={css.pane} aria-label={t('messages:thread')}>
      {quiet && <OnEscape run={close} />}
      <header className={css.header}>
        <ActionIcon aria-label={t('messages:closeThread')} onClick={close} autoFocus>
          <IconArrowLeft size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
        <div className={css.names}>
          <h2 className={css.title}>{t('messages:thread')}</h2>
          <bdi className={css.line}>{chatTitle(chat, t)}</bdi>
        </div>
      </header>
      <div
        ref={scroller}
        role="presentation"
        className={css.feed}
        onKeyDown={onMessageKey}
        onPointerDown={gestures.onPointerDown}
        onPointerMove={gestures.onPointerMove}
        onPointerUp={gestures.onPointerUp}
        onPointerCancel={gestures.onPointerCancel}
        onContextMenu={gestures.onContextMenu}
      >
        <div className={css.column} role="list" aria-label={t('messages:list')}>
          {buildRows(messages, { more: true, unreadAfter: null }).map(
            (row) =>
              row.kind === 'message' && (
                <div key={row.key} role="listitem">
                  <MessageBubble
                    message={row.message}
                    position={row.position}
                    delivery={row.message.own ? deliveryOf(row.message, chat) : null}
                    group
                    current
                    inThread
                  />
                  {row.message === first && messages.length > 1 && (
                    <p className={css.count}>{t('messages:replies', { count: messages.length - 1 })}</p>
                  )}
                </div>
              ),
          )}
        </div>
      </div>
      {first && may(chat, first).reply && <Composer chat={chat} thread={root} />}
    </section>
  )
}
