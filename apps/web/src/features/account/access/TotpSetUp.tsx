import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import QrCode from '../../../ui/QrCode.tsx'
import confirm from '../../../ui/Confirm.module.css'
import css from '../../../ui/Settings.module.css'
import { FactorInput, factorFailure, FormFailure, useSubmit } from '../../auth/index.ts'
import own from './access.module.css'

interface Props {
  secret: string
  uri: string
  onCancel(): void
  onCode(code: string): Promise<void>
}

/** The secret for an authenticator, as a picture and as letters; the first code proves that it arrived. */
export function TotpSetUp({ secret, uri, onCancel, onCode }: Props) {
  const t = useText()
  const [code, setCode] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const { busy, failure, submit, forgive } = useSubmit(onCode)
  // On a phone the picture begins below the fold.
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'start' })
  }, [])
  return (
    <form
      ref={form}
      className={confirm.fields}
      onSubmit={(event) => {
        event.preventDefault()
        submit(code)
      }}
    >
      <p className={css.note}>{t('security:totp.scan')}</p>
      <div className={own.code}>
        <QrCode text={uri} label={t('security:totp.qr')} />
      </div>
      <p className={css.note}>{t('security:totp.letters')}</p>
      <p className={own.secret} translate="no" data-secret>
        {secret.match(/.{1,4}/g)?.join(' ')}
      </p>
      <FactorInput
        value={code}
        onChange={(value) => {
          setCode(value)
          forgive()
        }}
      />
      <FormFailure failure={factorFailure(failure)} />
      <div className={confirm.actions}>
        <Button variant="default" onClick={onCancel}>
          {t('app:cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={code.trim().length < 6}>
          {t('auth:confirm')}
        </Button>
      </div>
    </form>
  )
}
