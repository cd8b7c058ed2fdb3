import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { CodeInput } from './CodeInput.tsx'
import { FormFailure } from './FormFailure.tsx'
import css from '../../ui/Form.module.css'
import { Resend } from './Resend.tsx'
import { useSubmit } from './use-submit.ts'

interface Props {
  sentAt: number
  onConfirm(code: string): Promise<void>
  onResend(): Promise<void>
}

export function ConfirmForm({ sentAt, onConfirm, onResend }: Props) {
  const t = useText()
  const [code, setCode] = useState('')
  const confirm = useSubmit(async (value: string) => {
    try {
      await onConfirm(value)
    } catch (error) {
      setCode('')
      throw error
    }
  })
  const again = useSubmit(onResend)
  const failure = confirm.failure ?? again.failure
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        confirm.submit(code)
      }}
    >
      <div className={css.pin}>
        <CodeInput
          value={code}
          wrong={confirm.failure !== null}
          autoFocus
          onChange={(value) => {
            setCode(value)
            if (value !== '') confirm.forgive()
          }}
          onComplete={confirm.submit}
        />
        <FormFailure failure={failure} />
        <Button type="submit" fullWidth disabled={code.length < 6} loading={confirm.busy}>
          {t('auth:confirm')}
        </Button>
      </div>
      <Resend sentAt={sentAt} onResend={again.submit} />
    </form>
  )
}
