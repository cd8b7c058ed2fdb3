import { useText } from '../../i18n/i18n.ts'
import { Magpie } from '../../ui/Magpie.tsx'
import css from './NoChat.module.css'

/** The wide screen before a chat is chosen. */
export function NoChat() {
  const t = useText()
  return (
    <main className={css.empty}>
      <Magpie />
      <p>{t('chats:choose')}</p>
    </main>
  )
}
