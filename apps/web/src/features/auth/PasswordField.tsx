import { PasswordInput } from '@mantine/core'
import { useText } from '../../i18n/i18n.ts'

interface Props {
  value: string
  onChange(value: string): void
}

/** The password once more, from somebody who is signed in. */
export function PasswordField({ value, onChange }: Props) {
  const t = useText()
  return (
    <PasswordInput
      label={t('auth:password')}
      name="password"
      autoComplete="current-password"
      data-autofocus
      required
      withAsterisk={false}
      value={value}
      visibilityToggleButtonProps={{ 'aria-label': t('auth:showPassword'), tabIndex: 0 }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
