import type { ChatView } from '@soroka/client/types'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { Dots } from '../../ui/Dots.tsx'
import css from './ChatRow.module.css'

/** The second line of a row: typing, else the draft, else the last message. */
export function Preview({ chat, current }: { chat: ChatView; current: boolean }) {
  const t = useText()
  const typing = useChats((state) => (state.typing[chat.id]?.length ?? 0) > 0)
  if (typing)
    return (
      <span className={css.preview} data-kind="typing">
        <Dots />
        {t('messages:typing')}
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
  if (!last) return <span className={css.preview}>{t('chats:nothingYet')}</span>
  return <span className={css.preview}>{last.problem ? t(`messages:problem.${last.problem}`) : last.text}</span>
}
