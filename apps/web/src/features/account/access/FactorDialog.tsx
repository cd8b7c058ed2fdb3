import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import confirm from '../../../ui/Confirm.module.css'
import { Dialog } from '../../../ui/Dialog.tsx'
import { FactorInput, factorFailure, FormFailure, PasswordField, useSubmit } from '../../auth/index.ts'
import { failureHere } from './failure-here.ts'

interface Props {
  title: string
  text: string
  confirm: string
  danger?: boolean
  onClose(): void
  onProved(input: { password: string; code: string }): Promise<void>
}

/** Takes both: a password that somebody read, or a phone that somebody holds, does not do. */
export function FactorDialog({ title, text, confirm: action, danger, onClose, onProved }: Props) {
  const t = useText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const { busy, failure, submit, forgive } = useSubmit(onProved)
  return (
    <Dialog title={title} text={text} onClose={onClose}>
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
          <Button
            type="submit"
            {...(danger ? { color: 'danger' } : {})}
            loading={busy}
            disabled={code.trim().length < 6}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
