import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import confirm from '../../../ui/Confirm.module.css'
import css from '../../../ui/Settings.module.css'
import { FormFailure, useSubmit } from '../../auth/index.ts'

interface Props {
  current: string
  email: string
  onCancel(): void
  onDone(): void
}

const digits = (text: string): string => text.replace(/\D/g, '').slice(0, 6)

/** The codes of both mails. */
export function EmailCodes({ current, email, onCancel, onDone }: Props) {
  const t = useText()
  const [codes, setCodes] = useState({ oldCode: '', newCode: '' })
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await engine.auth.finishEmailChange(codes)
    onDone()
  })
  const field = (name: keyof typeof codes, address: string) => (
    <TextInput
      label={t('security:email.codeFrom', { email: address })}
      inputMode="numeric"
      autoComplete="off"
      required
      withAsterisk={false}
      value={codes[name]}
      onChange={(event) => {
        const value = digits(event.currentTarget.value)
        setCodes((before) => ({ ...before, [name]: value }))
        forgive()
      }}
    />
  )
  return (
    <form
      className={css.card}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className={css.note}>{t('security:email.sent')}</p>
      {field('oldCode', current)}
      {field('newCode', email)}
      <FormFailure failure={failure} />
      <div className={confirm.actions}>
        <Button variant="default" onClick={onCancel}>
          {t('app:cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={codes.oldCode.length < 6 || codes.newCode.length < 6}>
          {t('auth:confirm')}
        </Button>
      </div>
    </form>
  )
}
