import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconBellRinging, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import css from '../../../ui/Bar.module.css'
import { useInstallWay } from '../../install/index.ts'
import { momentStore, notNow } from './good-moment.ts'
import { pushWay } from './push-way.dom.ts'
import { turnOn } from './turn-on.ts'

/** Asks whether messages may be told of while the app is closed: only those whom nobody has asked yet, and at a good moment. */
export default function AskBar() {
  const t = useText()
  const install = useInstallWay()
  const good = useStore(momentStore, (state) => state.good)
  const [busy, setBusy] = useState(false)
  if (!good || (pushWay(install) !== 'ask' && !busy)) return null
  const yes = async () => {
    setBusy(true)
    await act(turnOn())
    setBusy(false)
    notNow()
  }
  return (
    <div className={css.bar} data-kind="calm">
      <IconBellRinging size={20} stroke={1.8} aria-hidden />
      <span className={css.grow}>{t('notify:ask.text')}</span>
      <UnstyledButton className={css.action} disabled={busy} onClick={() => void yes()}>
        {t('notify:ask.action')}
      </UnstyledButton>
      <ActionIcon className={css.close ?? ''} aria-label={t('app:close')} onClick={notNow}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </div>
  )
}
