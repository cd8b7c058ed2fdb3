import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { besideList } from '../../../app/place.ts'
import { useText } from '../../../i18n/i18n.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { chatTitle } from '../../../ui/chat-title.ts'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import { ToastBox } from '../../../ui/ToastBox.tsx'
import { summary } from '../../messages/index.ts'
import css from './MessageToast.module.css'
import { newsStore } from './news-store.ts'

const time = 5000

const drop = () => newsStore.setState({ news: null })

/** A message of another chat: one at a time, it waits while somebody points at it, and leads to its chat. */
export function MessageToast() {
  const t = useText()
  const navigate = useNavigate()
  const { chatId } = useParams({ strict: false })
  const news = useStore(newsStore, (state) => state.news)
  // Who went there himself has seen it.
  useEffect(() => {
    if (chatId !== undefined && newsStore.getState().news?.chat.id === chatId) drop()
  }, [chatId])
  // What another device has read is no news, and what was taken back is nobody's.
  useEffect(() => {
    if (!news) return
    return chatStore.subscribe(({ chats }) => {
      const { chat, message } = news
      const { ownRead = 0, last } = chats[chat.id] ?? {}
      if ((message.seq ?? Infinity) <= ownRead || (last?.key === message.key && last.deleted)) drop()
    })
  }, [news])
  const open = () => {
    if (news) void navigate({ to: '/c/$chatId', params: { chatId: news.chat.id }, search: besideList({}) })
    drop()
  }
  const said = news ? words() : ''
  function words(): string {
    if (!news) return ''
    const text = summary(news.message, t)
    const { people } = chatStore.getState()
    const name = news.chat.kind === 'group' ? (people[news.message.sender]?.name ?? '') : ''
    return name === '' ? text : `${name}: ${text}`
  }
  return (
    <ToastBox id={news?.message.key} time={time} drop={drop} className={css.box}>
      {news && (
        <div key={news.message.key} className={css.toast}>
          <UnstyledButton className={css.open} onClick={open}>
            <ChatAvatar chat={news.chat} presence={false} />
            <span className={css.words}>
              <b className={css.title}>
                <bdi>{chatTitle(news.chat, t)}</bdi>
              </b>
              <span className={css.text}>{said}</span>
            </span>
          </UnstyledButton>
          <ActionIcon className={css.close ?? ''} aria-label={t('app:close')} onClick={drop}>
            <IconX size={18} stroke={1.8} aria-hidden />
          </ActionIcon>
        </div>
      )}
    </ToastBox>
  )
}
