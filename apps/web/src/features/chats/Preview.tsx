import type { ChatView, MessageView } from '@soroka/client/types'
import { IconChartBar } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { Dots } from '../../ui/Dots.tsx'
import { FileMark } from '../media/index.ts'
import { summary } from '../messages/index.ts'
import css from './ChatRow.module.css'

function useName(user: MessageView['sender'] | undefined): string {
  return useChats((state) => (user ? (state.people[user]?.name ?? '') : ''))
}

/** "typing" in a direct chat; in a group who: one name, two, or how many. */
function useTyping(chat: ChatView, t: TFunction): string | null {
  const users = useChats((state) => state.typing[chat.id])
  const first = useName(users?.[0])
  const second = useName(users?.[1])
  if (!users || users.length === 0) return null
  if (chat.kind !== 'group' || first === '') return t('messages:typing')
  if (users.length === 1) return t('chats:typing.one', { name: first })
  if (users.length === 2 && second !== '') return t('chats:typing.two', { first: short(first), second: short(second) })
  return t('chats:typing.many', { count: users.length })
}

/** Two people share one line: their first names are enough. */
function short(name: string): string {
  return name.split(' ')[0] ?? name
}

function Who({ chat, last }: { chat: ChatView; last: MessageView }) {
  const t = useText()
  const name = useName(last.sender)
  if (chat.kind !== 'group' || last.deleted) return null
  const who = last.own ? t('messages:you') : short(name)
  return who === '' ? null : <span className={css.sender}>{`${who}: `}</span>
}

/** The second line of a row: typing, else the draft, else the last message. */
export function Preview({ chat, current }: { chat: ChatView; current: boolean }) {
  const t = useText()
  const typing = useTyping(chat, t)
  if (typing !== null)
    return (
      <span className={css.preview} data-kind="typing">
        <Dots />
        {typing}
      </span>
    )
  // The open chat shows its draft in the field.
  if (chat.draft && !current)
    return (
      <span className={css.preview}>
        <span className={css.draft}>{t('chats:draft')}</span> {chat.draft.text}
      </span>
    )
  const { last } = chat
  if (!last)
    return <span className={css.preview}>{t(chat.kind === 'nest' ? 'chats:nestHint' : 'chats:nothingYet')}</span>
  if (last.deleted || last.problem)
    return (
      <span className={css.preview} data-kind="quiet">
        {last.problem ? t(`messages:problem.${last.problem}`) : t('messages:problem.removed')}
      </span>
    )
  return (
    <span className={css.preview}>
      <Who chat={chat} last={last} />
      {last.poll && (
        <IconChartBar className={css.kind} size={17} stroke={1.8} role="img" aria-label={t('chats:poll')} />
      )}
      {last.files && <FileMark files={last.files} className={css.kind} />}
      {last.poll ? last.text : summary(last, t)}
    </span>
  )
}
