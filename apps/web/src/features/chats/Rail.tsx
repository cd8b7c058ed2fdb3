import { IconMessageCircle, IconMessageCircleFilled, IconSettings, IconSettingsFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useWs } from '../../stores/wsStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { CountBadge } from './CountBadge.tsx'
import css from './Rail.module.css'
import { useUnreadTotal } from './use-unread-total.ts'

/** The ink column of a wide screen: where I am. */
export function Rail({ area }: { area: 'chats' | 'settings' }) {
  const t = useText()
  const session = useAuth((state) => state.session)
  const online = useWs((state) => state.connection === 'online')
  const unread = useUnreadTotal()
  const current = (name: string) => (area === name ? ('page' as const) : undefined)
  const ChatsIcon = area === 'chats' ? IconMessageCircleFilled : IconMessageCircle
  const SettingsIcon = area === 'settings' ? IconSettingsFilled : IconSettings
  return (
    <nav className={css.rail} aria-label={t('app:nav.main')}>
      <img className={css.logo} src="/logo.svg" alt="" width={40} height={40} />
      <Link to="/" className={css.item} aria-current={current('chats')} data-tip={t('app:nav.chats')}>
        <ChatsIcon size={24} stroke={1.8} aria-hidden />
        <span className={css.name}>{t('app:nav.chats')}</span>
        <CountBadge count={unread} place="corner" />
      </Link>
      <Link to="/settings" className={css.item} aria-current={current('settings')} data-tip={t('app:nav.settings')}>
        <SettingsIcon size={24} stroke={1.8} aria-hidden />
        <span className={css.name}>{t('app:nav.settings')}</span>
      </Link>
      {session && (
        <Link to="/settings/$section" params={{ section: 'profile' }} className={css.me} data-tip={session.name}>
          <Avatar id={session.user} name={session.name} size="sm" online={online} />
          <span className={css.name}>{t('account:profile.title')}</span>
        </Link>
      )}
    </nav>
  )
}
