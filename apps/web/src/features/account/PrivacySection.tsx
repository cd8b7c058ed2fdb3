import { Switch } from '@mantine/core'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure, useSubmit } from '../auth/index.ts'
import css from './SettingsSection.module.css'
import { useAccount } from './use-account.ts'

export function PrivacySection() {
  const t = useText()
  const { account, failed, update } = useAccount()
  const { failure, submit } = useSubmit((findByEmail: boolean) => update({ findByEmail }))
  return (
    <div className={css.card}>
      <label className={css.switchRow} htmlFor="find-by-email">
        <span className={css.switchText}>
          <b>{t('account:privacy.findByEmail')}</b>
          <span className={css.note}>{t('account:privacy.findByEmailHint')}</span>
        </span>
        <Switch
          id="find-by-email"
          aria-label={t('account:privacy.findByEmail')}
          checked={account?.findByEmail ?? false}
          disabled={account === undefined}
          onChange={(event) => submit(event.currentTarget.checked)}
        />
      </label>
      <FormFailure failure={failure ?? (failed && account === undefined ? { code: 'UNAVAILABLE', data: {} } : null)} />
    </div>
  )
}
