import { useText } from '../../i18n/i18n.ts'
import css from './CountBadge.module.css'
import aloud from '../../ui/Aloud.module.css'

interface Props {
  count: number
  /** What is counted: messages, or calls. */
  of?: 'unread' | 'missed'
  place?: 'corner' | 'tab'
  /** Silenced chats are grey. */
  muted?: boolean
  /** Marked as unread by hand: a dot when there is nothing to count. */
  marked?: boolean
}

/** Unread count; says "3 unread" to a screen reader and hops when it changes. */
export function CountBadge({ count, of = 'unread', place, muted, marked }: Props) {
  const t = useText()
  if (count <= 0 && !marked) return null
  return (
    <span
      key={count}
      className={css.badge}
      data-place={place}
      data-muted={muted || undefined}
      data-dot={count <= 0 || undefined}
    >
      {count > 0 && <span aria-hidden>{count > 999 ? '999+' : count}</span>}
      <span className={aloud.aloud}>{count > 0 ? t(`app:nav.${of}`, { count }) : t('chats:markedUnread')}</span>
    </span>
  )
}
