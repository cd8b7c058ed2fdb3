import { ActionIcon } from '@mantine/core'
import { IconFeather, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { loadRecoveryKey } from '../auth/index.ts'
import css from '../../ui/Bar.module.css'

/** A gentle reminder while the words wait to be saved; closing it lasts until the next start. */
export function RecoveryBanner() {
  const t = useText()
  const waiting = useAuth((state) => state.recoveryKey !== null)
  const [closed, setClosed] = useState(false)
  useEffect(() => void loadRecoveryKey(), [])
  if (!waiting || closed) return null
  return (
    <div className={css.bar} data-kind="calm">
      <IconFeather size={20} stroke={1.8} aria-hidden />
      <span className={css.grow}>{t('chats:recovery.text')}</span>
      <Link to="/settings/$section" params={{ section: 'recovery' }} className={css.action}>
        {t('chats:recovery.action')}
      </Link>
      <ActionIcon className={css.close ?? ''} aria-label={t('app:close')} onClick={() => setClosed(true)}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </div>
  )
}
