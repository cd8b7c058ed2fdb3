import { Button, PasswordInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { factorFailure } from './factor-failure.ts'
import { FactorInput } from './FactorInput.tsx'
import { CodeInput } from './CodeInput.tsx'
import { FormFailure } from './FormFailure.tsx'
import css from '../../ui/Form.module.css'
import { PasswordStrength } from './PasswordStrength.tsx'
import { passwordStrength } from './password-strength.ts'
import { useSubmit } from './use-submit.ts'

interface Props {
  email: string
  onRecover(input: { code: string; recoveryKey: string; password: string; secondFactor?: string }): Promise<void>
}

/** Takes words as people paste them: numbered lines, any spaces, capitals. */
export function cleanWords(text: string): string {
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).join(' ')
}

export function RecoveryForm({ email, onRecover }: Props) {
  const t = useText()
  const [code, setCode] = useState('')
  const [words, setWords] = useState('')
  const [password, setPassword] = useState('')
  const [factor, setFactor] = useState('')
  const [asked, setAsked] = useState(false)
  const { busy, failure, submit, forgive } = useSubmit(onRecover)
  // Once the mail's code has led to the second factor, another code can only be that one's.
  if (failure?.code === 'SECOND_FACTOR_NEEDED' && !asked) setAsked(true)
  const shown = asked ? factorFailure(failure) : failure
  const count = cleanWords(words).split(' ').filter(Boolean).length
  const strength = passwordStrength(password, [email])
  return (
    <form
      className={css.fields}
      onSubmit={(event) => {
        event.preventDefault()
        submit({ code, recoveryKey: cleanWords(words), password, ...(asked ? { secondFactor: factor } : {}) })
      }}
    >
      <CodeInput
        value={code}
        wrong={shown?.code === 'CODE_WRONG'}
        autoFocus
        onChange={(value) => {
          setCode(value)
          forgive()
        }}
      />
      <Textarea
        label={t('auth:recovery.words')}
        description={t('auth:recovery.count', { count })}
        inputWrapperOrder={['label', 'input', 'description']}
        classNames={{ input: css.area ?? '', label: css.areaLabel ?? '' }}
        minRows={3}
        maxRows={6}
        autosize
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          forgive()
        }}
      />
      <div>
        <PasswordInput
          label={t('auth:recovery.newPassword')}
          autoComplete="new-password"
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('auth:showPassword'), tabIndex: 0 }}
          onChange={(event) => {
            setPassword(event.currentTarget.value)
            forgive()
          }}
        />
        <PasswordStrength value={strength} empty={password === ''} />
      </div>
      {asked && (
        <FactorInput
          value={factor}
          onChange={(value) => {
            setFactor(value)
            forgive()
          }}
        />
      )}
      <FormFailure failure={shown} />
      <Button
        type="submit"
        fullWidth
        loading={busy}
        disabled={code.length < 6 || (asked && factor.trim().length < 6) || count < 24 || strength === 0}
      >
        {t('auth:recovery.finish')}
      </Button>
    </form>
  )
}
