import { UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconDeviceMobilePlus } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import rows from '../../ui/IconRows.module.css'
import { InstallSheet, useInstallWay } from '../install/index.ts'

/** Stands in the settings until it is done. */
export function InstallRow() {
  const t = useText()
  const way = useInstallWay()
  const [open, setOpen] = useState(false)
  if (way === 'done') return null
  return (
    <>
      <UnstyledButton className={rows.row} onClick={() => setOpen(true)}>
        <span className={rows.icon}>
          <IconDeviceMobilePlus size={21} stroke={1.8} aria-hidden />
        </span>
        <span className={rows.label}>{t('chats:install.row')}</span>
        <IconChevronRight size={19} stroke={1.8} className={rows.chevron} aria-hidden />
      </UnstyledButton>
      <Suspense fallback={null}>{open && <InstallSheet onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
