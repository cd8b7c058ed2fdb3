import { UnstyledButton } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconBookmark, IconBookmarkFilled } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useCalls } from '../../stores/callStore.ts'
import { useChats } from '../../stores/chatStore.ts'
import { useWs } from '../../stores/wsStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { openNest } from '../people/index.ts'
import { CountBadge } from './CountBadge.tsx'
import type { Area } from './layout-props.ts'
import css from './Rail.module.css'
import { places } from './places.ts'
import { useUnreadTotal } from './use-unread-total.ts'
import aloud from '../../ui/Aloud.module.css'

/** The ink column of a wide screen: where I am. `nest`: the open chat, to know whether it is the Nest. */
export function Rail({ area, nest = null }: { area: Area; nest?: ChatId | null }) {
  const t = useText()
  const navigate = useNavigate()
  const session = useAuth((state) => state.session)
  const online = useWs((state) => state.connection === 'online')
  const inNest = useChats((state) => nest !== null && state.chats[nest]?.kind === 'nest')
  const unread = useUnreadTotal()
  const missed = useCalls((state) => state.unseen)
  const NestIcon = inNest ? IconBookmarkFilled : IconBookmark
  const current = (name: string) => (area === name && !inNest ? ('page' as const) : undefined)
  return (
    <nav className={css.rail} aria-label={t('app:nav.main')}>
      <img className={css.logo} src="/logo.svg" alt="" width={40} height={40} />
      {places.map(({ name, to, icon, filled }) => {
        const Icon = current(name) ? filled : icon
        return (
          <Link key={name} to={to} className={css.item} aria-current={current(name)} data-tip={t(`app:nav.${name}`)}>
            <Icon size={24} stroke={1.8} aria-hidden />
            <span className={aloud.aloud}>{t(`app:nav.${name}`)}</span>
            {name === 'chats' && <CountBadge count={unread} place="corner" />}
            {name === 'calls' && <CountBadge count={missed} of="missed" place="corner" />}
          </Link>
        )
      })}
      <UnstyledButton
        className={css.item}
        aria-current={inNest ? 'page' : undefined}
        data-tip={t('chats:nest')}
        onClick={() => void openNest().then((id) => id && navigate({ to: '/c/$chatId', params: { chatId: id } }))}
      >
        <NestIcon size={24} stroke={1.8} aria-hidden />
        <span className={aloud.aloud}>{t('chats:nest')}</span>
      </UnstyledButton>
      {session && (
        <Link to="/settings/$section" params={{ section: 'profile' }} className={css.me} data-tip={session.name}>
          <Avatar id={session.user} name={session.name} size="sm" online={online} />
          <span className={aloud.aloud}>{t('chats:profile')}</span>
        </Link>
      )}
    </nav>
  )
}
