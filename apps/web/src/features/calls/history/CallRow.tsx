import { ActionIcon } from '@mantine/core'
import type { CallRecord } from '@soroka/client/types'
import { IconPhone, IconPhoneIncoming, IconPhoneOutgoing, IconPhoneX, IconVideo } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import { listTime } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { startCall } from '../calling.ts'
import { mayCall } from '../may-call.ts'
import { useCallTitle } from '../names.ts'
import { openPreview } from '../preview/open-preview.ts'
import css from './CallRow.module.css'
import { recordKind, recordWords } from './record-words.ts'

const icons = { in: IconPhoneIncoming, out: IconPhoneOutgoing, missed: IconPhoneX }

/** Who, which way, how long, when; the row opens the chat, its end calls back. */
export function CallRow({ record }: { record: CallRecord }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const chat = useChats((state) => state.chats[record.chat])
  const title = useCallTitle(record.chat)
  const kind = recordKind(record)
  const Icon = icons[kind]
  const BackIcon = record.video ? IconVideo : IconPhone
  const group = chat?.kind === 'group'
  return (
    <div className={css.row} data-kind={kind}>
      <Link to="/c/$chatId" params={{ chatId: record.chat }} className={css.open}>
        {chat ? <ChatAvatar chat={chat} presence={false} /> : <Avatar id={record.chat} name={title} />}
        <span className={css.words}>
          <bdi className={css.name}>{title}</bdi>
          <span className={css.line}>
            <Icon size={17} stroke={1.8} aria-hidden />
            <span className={css.text}>{recordWords(record, group, t)}</span>
          </span>
        </span>
        <time className={css.time}>{listTime(record.at, now, language)}</time>
      </Link>
      {chat && mayCall(chat) && (
        <ActionIcon
          className={css.back ?? ''}
          aria-label={t('calls:history.back', { name: title })}
          onClick={() => (group ? openPreview({ chat: chat.id }) : startCall(chat.id, record.video))}
        >
          <BackIcon size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}
