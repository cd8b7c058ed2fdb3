import { Button, TextInput } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { usePageTitle } from '../../app/use-page-title.ts'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure } from './FormFailure.tsx'
import { AuthLink } from './AuthLink.tsx'
import css from '../../ui/Form.module.css'
import { Marked } from './Marked.tsx'
import { RecoveryForm } from './RecoveryForm.tsx'
import { finishRecovery, startRecovery } from './session-actions.ts'
import { useSubmit } from './use-submit.ts'

export function RecoveryPage() {
  const t = useText()
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState(false)
  const { busy, failure, submit } = useSubmit(async () => {
    await startRecovery(email.trim())
    setSent(true)
  })
  usePageTitle(t('auth:recovery.title'))
  return (
    <>
      <AuthLink to="/sign-in" className={css.back}>
        <IconChevronLeft size={20} aria-hidden />
        {t('app:back')}
      </AuthLink>
      <h1 className={css.title} tabIndex={-1}>
        {t('auth:recovery.title')}
      </h1>
      <p className={css.lead}>
        {sent ? (
          <Marked text={t('auth:recovery.sent', { email: `\u0000${email.trim()}\u0000` })} />
        ) : (
          t('auth:recovery.lead')
        )}
      </p>
      {sent ? (
        <RecoveryForm email={email} onRecover={finishRecovery} />
      ) : (
        <form
          className={css.fields}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <TextInput
            label={t('auth:email')}
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <FormFailure failure={failure} />
          <Button type="submit" fullWidth loading={busy}>
            {t('auth:recovery.sendCode')}
          </Button>
        </form>
      )}
    </>
  )
}
