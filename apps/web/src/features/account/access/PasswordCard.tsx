import { Button, PasswordInput, Switch } from '@mantine/core'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { useAuth } from '../../../stores/authStore.ts'
import css from '../../../ui/Settings.module.css'
import { toastStore } from '../../../ui/toast-store.ts'
import { FormFailure, passwordStrength, PasswordStrength, useSubmit } from '../../auth/index.ts'
import { failureHere } from './failure-here.ts'

const blank = { password: '', newPassword: '', endOthers: false }

/** Another password by the one before; whoever fears that others know it ends all other devices with the same act. */
export function PasswordCard() {
  const t = useText()
  const session = useAuth((state) => state.session)
  const [values, setValues] = useState(blank)
  const [weak, setWeak] = useState(false)
  const { password, newPassword, endOthers } = values
  const strength = passwordStrength(newPassword, [session?.name ?? '', session?.email ?? ''])
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await engine.auth.changePassword(values)
    setValues(blank)
    const text = t(endOthers ? 'security:password.changedHere' : 'security:password.changed')
    toastStore.getState().show({ kind: 'plain', text })
  })
  const edit = (change: Partial<typeof blank>) => {
    setValues((before) => ({ ...before, ...change }))
    setWeak(false)
    forgive()
  }
  const toggle = { 'aria-label': t('auth:showPassword'), tabIndex: 0 }
  return (
    <>
      <h3 className={css.caption}>{t('security:password.title')}</h3>
      <form
        className={css.card}
        onSubmit={(event) => {
          event.preventDefault()
          if (strength === 0) return setWeak(true)
          submit()
        }}
      >
        <input type="text" name="username" autoComplete="username" value={session?.email ?? ''} readOnly hidden />
        <PasswordInput
          label={t('security:password.old')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={toggle}
          value={password}
          onChange={(event) => edit({ password: event.currentTarget.value })}
        />
        <div>
          <PasswordInput
            label={t('security:password.new')}
            name="new-password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            error={weak ? t('auth:passwordWeak') : undefined}
            visibilityToggleButtonProps={toggle}
            value={newPassword}
            onChange={(event) => edit({ newPassword: event.currentTarget.value })}
          />
          <PasswordStrength value={strength} empty={newPassword === ''} />
        </div>
        <label className={css.switchRow} htmlFor="password-end-others">
          <span className={css.switchText}>
            <b>{t('security:password.known')}</b>
            <span className={css.note}>{t('security:password.knownHint')}</span>
          </span>
          <Switch
            id="password-end-others"
            aria-label={t('security:password.known')}
            checked={endOthers}
            onChange={(event) => edit({ endOthers: event.currentTarget.checked })}
          />
        </label>
        <FormFailure failure={failureHere(failure, 'PASSWORD_CHANGED')} />
        <Button type="submit" loading={busy} loaderProps={{ 'aria-label': t('app:wait') }}>
          {t('security:password.change')}
        </Button>
      </form>
    </>
  )
}
