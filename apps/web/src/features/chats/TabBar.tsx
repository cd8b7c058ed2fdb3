import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useCalls } from '../../stores/callStore.ts'
import { CountBadge } from './CountBadge.tsx'
import { places } from './places.ts'
import css from './TabBar.module.css'
import { useUnreadTotal } from './use-unread-total.ts'

interface Props {
  area: 'chats' | 'calls' | 'contacts' | 'settings'
}

export const TabBar = memo(function TabBar({ area }: Props) {
  const t = useText()
  const unread = useUnreadTotal()
  const missed = useCalls((state) => state.unseen)
  return (
    <nav className={css.bar} aria-label={t('app:nav.main')}>
      {places.map(({ name, to, icon, filled }) => {
        const Icon = name === area ? filled : icon
        return (
          <Link key={name} to={to} className={css.tab} aria-current={name === area ? 'page' : undefined}>
            <span className={css.icon}>
              <Icon size={24} stroke={name === area ? 2 : 1.8} aria-hidden />
              {name === 'chats' && <CountBadge count={unread} place="corner" />}
              {name === 'calls' && <CountBadge count={missed} of="missed" place="corner" />}
            </span>
            {t(`app:nav.${name}`)}
          </Link>
        )
      })}
    </nav>
  )
})
