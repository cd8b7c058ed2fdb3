import type { ChatId } from '@soroka/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { usePageTitle } from '../../app/use-page-title.ts'
import { engine } from '../../engine/engine.ts'
import { hint } from '../../engine/hint.ts'
import { useText } from '../../i18n/i18n.ts'
import { useChats, usePeer } from '../../stores/chatStore.ts'
import { ConnectionBar } from '../connection/index.ts'
import { ChatHeader } from './ChatHeader.tsx'
import css from './ChatWindow.module.css'
import { Composer } from './Composer.tsx'
import { MessageList } from './MessageList.tsx'
import { sendText } from './send.ts'
import { useWindow } from './use-window.ts'

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
  const { window, unreadAfter, loadOlder } = useWindow(id)
  usePageTitle(chat?.title ?? '')
  useEffect(() => {
    if (chat) return
    let left = false
    void engine.chats.get(id).then((found) => {
      if (!found && !left) void navigate({ to: '/', replace: true })
    })
    return () => {
      left = true
    }
  }, [chat, id, navigate])
  return (
    <main className={css.window} aria-label={chat ? t('messages:chatWith', { name: chat.title }) : undefined}>
      {chat && <ChatHeader chat={chat} peer={peer} back={back} infoOpen={infoOpen} />}
      {back && <ConnectionBar />}
      <div className={css.area}>
        {chat && window && (
          <MessageList
            chat={chat}
            messages={window.messages}
            more={window.more}
            unreadAfter={unreadAfter}
            onNearTop={loadOlder}
          />
        )}
      </div>
      {chat && (
        <Composer
          key={id}
          draft={chat.draft?.text ?? ''}
          onSend={(text) => sendText(id, text)}
          onDraft={(text) => hint(engine.chats.setDraft(id, { text }))}
          onTyping={() => hint(engine.chats.startTyping(id))}
        />
      )}
    </main>
  )
}
