import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import confirm from '../../../ui/Confirm.module.css'
import { Dialog } from '../../../ui/Dialog.tsx'
import { FactorInput, factorFailure, FormFailure, PasswordField, useSubmit } from '../../auth/index.ts'
import { failureHere } from './failure-here.ts'

interface Props {
  onClose(): void
  onOff(input: { password: string; code: string }): Promise<void>
}

/** Takes both: a password that somebody read, or a phone that somebody holds, does not do. */
export function TotpOffDialog({ onClose, onOff }: Props) {
  const t = useText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const { busy, failure, submit, forgive } = useSubmit(onOff)
  return (
    <Dialog title={t('security:totp.offTitle')} text={t('security:totp.offText')} onClose={onClose}>
      <form
        className={confirm.fields}
        onSubmit={(event) => {
          event.preventDefault()
          submit({ password, code })
        }}
      >
        <PasswordField
          value={password}
          onChange={(value) => {
            setPassword(value)
            forgive()
          }}
        />
        <FactorInput
          value={code}
          onChange={(value) => {
            setCode(value)
            forgive()
          }}
        />
        <FormFailure failure={failureHere(factorFailure(failure), 'CONFLICT')} />
        <div className={confirm.actions}>
          <Button variant="default" onClick={onClose}>
            {t('app:cancel')}
          </Button>
          <Button type="submit" color="danger" loading={busy} disabled={code.trim().length < 6}>
            {t('security:totp.turnOff')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
