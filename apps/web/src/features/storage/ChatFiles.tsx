import type { FilesApi } from '@soroka/client/types'
import { IconTrash } from '@tabler/icons-react'
import { ActionIcon, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import { bytesText } from '../media/index.ts'
import css from './storage.module.css'

type Stored = Awaited<ReturnType<FilesApi['stored']>>[number]

interface Props {
  chats: Stored[]
  onClear(what: Parameters<FilesApi['clear']>[0], bytes: number): Promise<void>
}

const first = 6

function ChatLine({ stored, onClear }: { stored: Stored; onClear: Props['onClear'] }) {
  const t = useText()
  const language = useLanguage()
  const chat = useChats((state) => state.chats[stored.chat])
  const loose = stored.bytes - stored.waiting
  const title = chat ? chatTitle(chat, t) : t('storage:chats.gone')
  return (
    <li className={css.chat}>
      {chat ? <ChatAvatar chat={chat} size="sm" presence={false} /> : <span className={css.faceless} aria-hidden />}
      <span className={css.names}>
        <bdi className={css.title}>{title}</bdi>
        <span className={css.value}>
          {bytesText(stored.bytes, language)} · {t('storage:chats.files', { count: stored.files })}
        </span>
      </span>
      <ActionIcon
        aria-label={t('storage:chats.clear', { title })}
        disabled={loose === 0}
        onClick={() => void onClear({ chat: stored.chat }, loose)}
      >
        <IconTrash size={21} stroke={1.8} aria-hidden />
      </ActionIcon>
    </li>
  )
}

/** Which chats fill the device most, each with its broom. */
export function ChatFiles({ chats, onClear }: Props) {
  const t = useText()
  const [all, setAll] = useState(false)
  return (
    <section className={css.rows} aria-labelledby="storage-chats">
      <h3 className={css.heading} id="storage-chats">
        {t('storage:chats.title')}
      </h3>
      <ul className={css.list}>
        {chats.slice(0, all ? chats.length : first).map((stored) => (
          <ChatLine key={stored.chat} stored={stored} onClear={onClear} />
        ))}
      </ul>
      {chats.length > first && !all && (
        <UnstyledButton className={css.row} onClick={() => setAll(true)}>
          <span className={css.more}>{t('storage:chats.more', { count: chats.length - first })}</span>
        </UnstyledButton>
      )}
    </section>
  )
}
