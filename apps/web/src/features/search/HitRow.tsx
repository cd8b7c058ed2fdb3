import type { SearchHit } from '@soroka/client/types'
import { Link } from '@tanstack/react-router'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import { FileMark, fileSummary, FileThumb } from '../media/index.ts'
import { listTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { Highlight } from './Highlight.tsx'
import css from './SearchPanel.module.css'

/** A message that was found: its chat, when, and the words in their place. It opens where it stands. */
export function HitRow({ hit: { message, ranges } }: { hit: SearchHit }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const chat = useChats((state) => state.chats[message.chat])
  const sender = useChats((state) => state.people[message.sender]?.name.split(' ')[0])
  if (!chat) return null
  const who = message.own ? t('messages:you') : chat.kind === 'group' ? sender : undefined
  return (
    <Link
      to="/c/$chatId"
      params={{ chatId: message.chat }}
      search={{ find: true, m: message.seq ?? message.id }}
      className={css.row}
    >
      <ChatAvatar chat={chat} presence={false} />
      <span className={css.names}>
        <span className={css.top}>
          <span className={css.name}>{chatTitle(chat, t)}</span>
          <time className={css.time} dateTime={new Date(message.at).toISOString()}>
            {listTime(message.at, now, language)}
          </time>
        </span>
        <span className={css.line}>
          {who && <span className={css.who}>{`${who}: `}</span>}
          {message.files && <FileMark files={message.files} className={css.mark} />}
          {message.files && message.text === '' ? (
            fileSummary(message, t)
          ) : (
            <Highlight text={message.text.replace(/\s/g, ' ')} ranges={ranges} />
          )}
        </span>
      </span>
      {message.files && <FileThumb files={message.files} className={css.thumb} />}
    </Link>
  )
}
