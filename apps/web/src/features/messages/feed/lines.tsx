import { IconLockFilled } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import css from './lines.module.css'

/** The first line of every chat. */
export function StartLine() {
  const t = useText()
  return (
    <p className={css.start}>
      <IconLockFilled size={14} aria-hidden />
      {t('messages:encrypted')}
    </p>
  )
}

/** Sheen hairlines and a label; gone when the chat is opened the next time. */
export function UnreadLine() {
  const t = useText()
  return (
    <div className={css.unread}>
      <span className={css.label}>{t('messages:newMessages')}</span>
    </div>
  )
}
