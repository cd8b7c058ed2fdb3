import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import css from '../../ui/Confirm.module.css'
import { Dialog } from '../../ui/Dialog.tsx'
import { FormFailure } from './FormFailure.tsx'
import { PasswordField } from './PasswordField.tsx'
import { useSubmit } from './use-submit.ts'

interface Props {
  title: string
  text: string
  confirm: string
  danger?: boolean
  onClose(): void
  /** Does what the password is asked for; what it throws is said here, and the password may be tried again. */
  onPassword(password: string): Promise<void>
}

/** Asks for the password before something that only the account's own keys can do. */
export function PasswordDialog({ title, text, confirm, danger, onClose, onPassword }: Props) {
  const t = useText()
  const email = useAuth((state) => state.session?.email)
  const [password, setPassword] = useState('')
  const { busy, failure, submit, forgive } = useSubmit(onPassword)
  const shown = failure?.code === 'CREDENTIALS_WRONG' ? { code: 'PASSWORD_WRONG', data: failure.data } : failure
  return (
    <Dialog title={title} text={text} onClose={busy ? () => undefined : onClose}>
      <form
        className={css.fields}
        onSubmit={(event) => {
          event.preventDefault()
          submit(password)
        }}
      >
        {/* What a password manager looks for. */}
        <input type="text" name="username" autoComplete="username" value={email ?? ''} readOnly hidden />
        <PasswordField
          value={password}
          onChange={(value) => {
            setPassword(value)
            forgive()
          }}
        />
        <FormFailure failure={shown} />
        <div className={css.actions}>
          <Button variant="default" disabled={busy} onClick={onClose}>
            {t('app:cancel')}
          </Button>
          <Button
            type="submit"
            {...(danger ? { color: 'danger' } : {})}
            loading={busy}
            loaderProps={{ 'aria-label': t('app:wait') }}
          >
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
