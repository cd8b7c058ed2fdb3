import { PinInput } from '@mantine/core'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Form.module.css'

interface Props {
  value: string
  onChange(value: string): void
  onComplete?(value: string): void
  wrong: boolean
  autoFocus?: boolean
}

/** Six digits, one field each; takes a paste and the code that the phone offers from the mail. */
export function CodeInput({ value, onChange, onComplete, wrong, autoFocus = false }: Props) {
  const t = useText()
  return (
    <PinInput
      length={6}
      type="number"
      inputMode="numeric"
      oneTimeCode
      autoFocus={autoFocus}
      error={wrong}
      value={value}
      onChange={onChange}
      {...(onComplete ? { onComplete } : {})}
      gap={8}
      placeholder=""
      classNames={{ pinInput: css.pinInput ?? '' }}
      getInputProps={(index) => ({ 'aria-label': t('auth:digit', { number: index + 1 }) })}
      role="group"
      aria-label={t('auth:code')}
    />
  )
}
