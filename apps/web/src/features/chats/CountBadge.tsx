import { useText } from '../../i18n/i18n.ts'
import css from './CountBadge.module.css'

/** Unread count; says "3 unread" to a screen reader and hops when it changes. */
export function CountBadge({ count, place }: { count: number; place?: 'corner' }) {
  const t = useText()
  if (count <= 0) return null
  return (
    <span key={count} className={css.badge} data-place={place}>
      <span aria-hidden>{count > 999 ? '999+' : count}</span>
      <span className={css.words}>{t('app:nav.unread', { count })}</span>
    </span>
  )
}
