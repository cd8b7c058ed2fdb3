import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconDeviceMobilePlus, IconX } from '@tabler/icons-react'
import { Suspense, useEffect, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useChats } from '../../stores/chatStore.ts'
import css from '../../ui/Bar.module.css'
import { countStart, isGoodMoment, notNow } from './good-moment.dom.ts'
import { InstallSheet } from './install-sheet.ts'
import { askToInstall, useInstallWay } from './installer.dom.ts'

/** Offered on the second day, to whom it is easy; never beside the reminder of the spare way in, which matters more. */
export function InstallBar() {
  const t = useText()
  const way = useInstallWay()
  const busy = useAuth((state) => state.recoveryKey !== null)
  const hasChats = useChats((state) => state.order.length > 0)
  const [good, setGood] = useState(isGoodMoment)
  const [guide, setGuide] = useState(false)
  useEffect(countStart, [])
  if (!good || busy || !hasChats || (way !== 'ask' && way !== 'iphone')) return null
  const close = () => {
    notNow()
    setGood(false)
  }
  const install = async () => {
    if (way === 'iphone') setGuide(true)
    else if (!(await askToInstall())) close()
  }
  return (
    <div className={css.bar} data-kind="calm">
      <IconDeviceMobilePlus size={20} stroke={1.8} aria-hidden />
      <span className={css.grow}>{t('chats:install.text')}</span>
      <UnstyledButton className={css.action} onClick={() => void install()}>
        {t('chats:install.action')}
      </UnstyledButton>
      <ActionIcon className={css.close ?? ''} aria-label={t('app:close')} onClick={close}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
      <Suspense fallback={null}>{guide && <InstallSheet onClose={() => setGuide(false)} />}</Suspense>
    </div>
  )
}
