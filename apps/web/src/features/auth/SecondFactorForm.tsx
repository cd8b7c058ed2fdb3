import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Form.module.css'
import { FactorInput } from './FactorInput.tsx'
import { factorFailure } from './factor-failure.ts'
import { FormFailure } from './FormFailure.tsx'
import { useSubmit } from './use-submit.ts'

interface Props {
  onCode(code: string): Promise<void>
}

/** The password was right: what the authenticator shows is asked for. */
export function SecondFactorForm({ onCode }: Props) {
  const t = useText()
  const [code, setCode] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const { busy, failure, submit, forgive } = useSubmit(onCode)
  useEffect(() => {
    form.current?.querySelector('input')?.focus()
  }, [])
  return (
    <form
      ref={form}
      className={css.fields}
      onSubmit={(event) => {
        event.preventDefault()
        submit(code)
      }}
    >
      <FactorInput
        value={code}
        onChange={(value) => {
          setCode(value)
          forgive()
        }}
      />
      <FormFailure failure={factorFailure(failure)} />
      <Button type="submit" fullWidth loading={busy} disabled={code.trim().length < 6}>
        {t('auth:confirm')}
      </Button>
    </form>
  )
}
