import { Button } from '@mantine/core'
import type { DeviceView } from '@soroka/client/types'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure, PasswordDialog } from '../auth/index.ts'
import page from '../../ui/Settings.module.css'
import { toastStore } from '../../ui/toast-store.ts'
import { DeviceRow } from './DeviceRow.tsx'
import css from './devices.module.css'
import { LinkSheet } from './linking/LinkSheet.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { useDevices } from './use-devices.ts'

type Asked = { is: 'rename' | 'end'; device: DeviceView } | { is: 'others' } | { is: 'link' } | null

/** Where I am signed in, and how to end what is not here. */
export default function DevicesSection() {
  const t = useText()
  const { devices = [], failed, again } = useDevices()
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  const done = (text?: string) => {
    close()
    void again()
    if (text !== undefined) toastStore.getState().show({ kind: 'plain', text })
  }
  const end = async (password: string) => {
    if (asked === null || asked.is === 'rename' || asked.is === 'link') return
    await engine.devices.revoke({ password, devices: asked.is === 'others' ? 'others' : [asked.device.id] })
    done(t(asked.is === 'others' ? 'security:devices.othersEnded' : 'security:devices.ended'))
  }
  return (
    <>
      {devices.length > 0 && (
        <ul className={`${page.card} ${css.devices}`} aria-label={t('account:devices.title')}>
          {devices.map((device) => (
            <DeviceRow
              key={device.id}
              device={device}
              onRename={() => setAsked({ is: 'rename', device })}
              onEnd={() => setAsked({ is: 'end', device })}
            />
          ))}
        </ul>
      )}
      <FormFailure failure={failed && devices.length === 0 ? { code: 'UNAVAILABLE', data: {} } : null} />
      <Button variant="light" onClick={() => setAsked({ is: 'link' })}>
        {t('link:link')}
      </Button>
      {devices.length > 1 && (
        <Button variant="light" color="danger" onClick={() => setAsked({ is: 'others' })}>
          {t('security:devices.endOthers')}
        </Button>
      )}
      <p className={page.note} data-centred>
        {t('security:devices.hint')}
      </p>
      {asked?.is === 'link' && <LinkSheet onClose={close} onDone={done} />}
      {asked?.is === 'rename' && <RenameDialog device={asked.device} onClose={close} onDone={() => done()} />}
      {(asked?.is === 'end' || asked?.is === 'others') && (
        <PasswordDialog
          title={
            asked.is === 'end'
              ? t('security:devices.endTitle', { name: asked.device.name })
              : t('security:devices.endOthersTitle')
          }
          text={t('security:devices.endText')}
          confirm={t(asked.is === 'end' ? 'security:devices.endConfirm' : 'security:devices.endOthers')}
          danger
          onClose={close}
          onPassword={end}
        />
      )}
    </>
  )
}
