import { IconMessageCircle, IconMessageCircleFilled, IconSettings, IconSettingsFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/i18n.ts'
import { CountBadge } from './CountBadge.tsx'
import css from './TabBar.module.css'
import { useUnreadTotal } from './use-unread-total.ts'

export function TabBar({ area }: { area: 'chats' | 'settings' }) {
  const t = useText()
  const unread = useUnreadTotal()
  const current = (name: string) => (area === name ? ('page' as const) : undefined)
  const ChatsIcon = area === 'chats' ? IconMessageCircleFilled : IconMessageCircle
  const SettingsIcon = area === 'settings' ? IconSettingsFilled : IconSettings
  return (
    <nav className={css.bar} aria-label={t('app:nav.main')}>
      <Link to="/" className={css.tab} aria-current={current('chats')}>
        <span className={css.icon}>
          <ChatsIcon size={24} stroke={1.8} aria-hidden />
          <CountBadge count={unread} place="corner" />
        </span>
        {t('app:nav.chats')}
      </Link>
      <Link to="/settings" className={css.tab} aria-current={current('settings')}>
        <span className={css.icon}>
          <SettingsIcon size={24} stroke={1.8} aria-hidden />
        </span>
        {t('app:nav.settings')}
      </Link>
    </nav>
  )
}
