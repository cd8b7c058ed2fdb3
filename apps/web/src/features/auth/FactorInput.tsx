import { TextInput } from '@mantine/core'
import { useText } from '../../i18n/i18n.ts'

interface Props {
  value: string
  autoFocus?: boolean
  onChange(value: string): void
}

/** A code of the authenticator, which browsers and password managers fill in, or one of those for the day it is lost. */
export function FactorInput({ value, autoFocus, onChange }: Props) {
  const t = useText()
  return (
    <TextInput
      label={t('auth:factor.code')}
      description={t('auth:factor.hint')}
      inputWrapperOrder={['label', 'input', 'description']}
      name="one-time-code"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      data-autofocus={autoFocus || undefined}
      required
      withAsterisk={false}
      maxLength={20}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
