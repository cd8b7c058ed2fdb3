import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type ComponentProps, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure } from './FormFailure.tsx'
import css from '../../ui/Form.module.css'
import { PasswordStrength } from './PasswordStrength.tsx'
import { passwordStrength } from './password-strength.ts'
import { useSubmit } from './use-submit.ts'

interface Values {
  name: string
  email: string
  password: string
  setupToken: string
  /** What the first person calls the server. */
  place: string
}
interface Props {
  first: boolean
  domains: readonly string[]
  onSignUp(values: Values): Promise<void>
}

const blank: Values = { name: '', email: '', password: '', setupToken: '', place: '' }

export function RegisterForm({ first, domains, onSignUp }: Props) {
  const t = useText()
  const [values, setValues] = useState(blank)
  const [weak, setWeak] = useState(false)
  const { busy, failure, submit, forgive } = useSubmit(onSignUp)
  const strength = passwordStrength(values.password, [values.name, values.email])
  const needsToken = failure?.code === 'SETUP_TOKEN_NEEDED' || values.setupToken !== ''
  const field = (
    name: keyof Values,
  ): Pick<ComponentProps<'input'>, 'name' | 'value' | 'onChange' | 'required'> & { withAsterisk: boolean } => ({
    name,
    value: values[name],
    required: true,
    withAsterisk: false,
    onChange: (event) => {
      const { value } = event.currentTarget
      setValues((before) => ({ ...before, [name]: value }))
      setWeak(false)
      if (name !== 'setupToken') forgive()
    },
  })
  return (
    <form
      className={css.fields}
      onSubmit={(event) => {
        event.preventDefault()
        if (strength === 0) return setWeak(true)
        submit({ ...values, name: values.name.trim(), email: values.email.trim(), place: values.place.trim() })
      }}
    >
      {first && (
        <TextInput
          label={t('door:first.place')}
          description={t('door:first.placeHint')}
          maxLength={64}
          {...field('place')}
          required={false}
        />
      )}
      <TextInput label={t('auth:name')} autoComplete="name" maxLength={64} {...field('name')} />
      <TextInput
        label={t('auth:email')}
        description={domains.length > 0 ? t('door:domains', { domains: domains.join(', ') }) : undefined}
        type="email"
        autoComplete="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        {...field('email')}
      />
      <div>
        <PasswordInput
          label={t('auth:password')}
          autoComplete="new-password"
          error={weak ? t('auth:passwordWeak') : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('auth:showPassword'), tabIndex: 0 }}
          {...field('password')}
        />
        <PasswordStrength value={strength} empty={values.password === ''} />
      </div>
      {needsToken && (
        <TextInput label={t('auth:setupToken')} autoComplete="off" spellCheck={false} {...field('setupToken')} />
      )}
      <FormFailure failure={failure} />
      <Button type="submit" fullWidth loading={busy} loaderProps={{ 'aria-label': t('app:wait') }}>
        {t('auth:createAccount')}
      </Button>
    </form>
  )
}
