import type { ChatView, PersonView } from '@soroka/client/types'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { Dots } from '../../ui/Dots.tsx'
import { useNow } from '../../ui/use-now.ts'
import { presenceText } from '../people/index.ts'
import css from './ChatHeader.module.css'

/** Under the name: typing, online or last seen. */
export function Subtitle({ chat, peer }: { chat: ChatView; peer: PersonView | undefined }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const typing = useChats((state) => (state.typing[chat.id]?.length ?? 0) > 0)
  return (
    <span className={css.subtitle} data-live={typing || peer?.online || undefined}>
      {typing ? (
        <>
          <Dots />
          {t('messages:typing')}
        </>
      ) : (
        presenceText(peer, now, language, t)
      )}
    </span>
  )
}
