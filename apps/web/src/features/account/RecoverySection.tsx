import { useEffect, useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { authStore } from '../../stores/authStore.ts'
import { fullTime } from '../../ui/time.ts'
import { loadRecoveryKey, markRecoverySaved, RecoveryWords } from '../auth/index.ts'
import css from '../../ui/Settings.module.css'
import { useAccount } from './use-account.ts'

export function RecoverySection() {
  const t = useText()
  const language = useLanguage()
  const { account } = useAccount()
  // Kept here: once saved, the words leave the store, but not the screen that shows them.
  const [words, setWords] = useState(() => authStore.getState().recoveryKey)
  const [saved, setSaved] = useState(false)
  useEffect(() => {
    if (words !== null) return
    void loadRecoveryKey().then(() => setWords(authStore.getState().recoveryKey))
  }, [words])
  if (words === null)
    return (
      <div className={css.card}>
        <p className={css.note}>
          {account?.recoverySavedAt
            ? t('account:recovery.savedOn', { date: fullTime(account.recoverySavedAt, language) })
            : t('account:recovery.elsewhere')}
        </p>
      </div>
    )
  return (
    <div className={css.card}>
      <p className={css.note}>{t('auth:key.lead')}</p>
      <div>
        <RecoveryWords
          words={words}
          onSaved={() => {
            setSaved(true)
            void markRecoverySaved()
          }}
        />
      </div>
      <p className={css.done} role="status">
        {saved && t('account:recovery.saved')}
      </p>
    </div>
  )
}
