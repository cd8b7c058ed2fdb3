import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure } from './FormFailure.tsx'
import { AuthLink } from './AuthLink.tsx'
import css from '../../ui/Form.module.css'
import { useSubmit } from './use-submit.ts'

interface Props {
  onSignIn(email: string, password: string): Promise<void>
}

export function LoginForm({ onSignIn }: Props) {
  const t = useText()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, failure, submit, forgive } = useSubmit(onSignIn)
  return (
    <form
      className={css.fields}
      onSubmit={(event) => {
        event.preventDefault()
        submit(email.trim(), password)
      }}
    >
      <TextInput
        label={t('auth:email')}
        type="email"
        name="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => {
          setEmail(event.currentTarget.value)
          forgive()
        }}
      />
      <PasswordInput
        label={t('auth:password')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        visibilityToggleButtonProps={{ 'aria-label': t('auth:showPassword'), tabIndex: 0 }}
        onChange={(event) => {
          setPassword(event.currentTarget.value)
          forgive()
        }}
      />
      <div className={css.row}>
        <AuthLink to="/recovery" className={css.link}>
          {t('auth:forgot')}
        </AuthLink>
      </div>
      <FormFailure failure={failure} />
      <Button type="submit" fullWidth loading={busy} loaderProps={{ 'aria-label': t('app:wait') }}>
        {t('auth:signIn')}
      </Button>
    </form>
  )
}
