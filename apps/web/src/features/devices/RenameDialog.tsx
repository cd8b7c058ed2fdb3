import { Button, TextInput } from '@mantine/core'
import type { DeviceView } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure, useSubmit } from '../auth/index.ts'
import css from '../../ui/Confirm.module.css'
import { Dialog } from '../../ui/Dialog.tsx'

interface Props {
  device: DeviceView
  onClose(): void
  onDone(): void
}

export function RenameDialog({ device, onClose, onDone }: Props) {
  const t = useText()
  const [name, setName] = useState(device.name)
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await engine.devices.rename(device.id, name.trim())
    onDone()
  })
  return (
    <Dialog title={t('security:devices.renameTitle')} onClose={onClose}>
      <form
        className={css.fields}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextInput
          label={t('security:devices.name')}
          autoComplete="off"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={limits.deviceName}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value)
            forgive()
          }}
        />
        <FormFailure failure={failure} />
        <div className={css.actions}>
          <Button variant="default" onClick={onClose}>
            {t('app:cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {t('security:save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
