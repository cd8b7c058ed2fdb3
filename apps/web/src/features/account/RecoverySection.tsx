import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { authStore } from '../../stores/authStore.ts'
import { fullTime } from '../../ui/time.ts'
import { loadRecoveryKey, markRecoverySaved, PasswordDialog, RecoveryWords } from '../auth/index.ts'
import css from '../../ui/Settings.module.css'
import { useAccount } from './use-account.ts'

export default function RecoverySection() {
  const t = useText()
  const language = useLanguage()
  const { account, again } = useAccount()
  // Kept here: once saved, the words leave the store, but not the screen that shows them.
  const [words, setWords] = useState(() => authStore.getState().recoveryKey)
  const [saved, setSaved] = useState(false)
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    if (words !== null) return
    void loadRecoveryKey().then(() => setWords(authStore.getState().recoveryKey))
  }, [words])
  const replace = async (password: string) => {
    setWords(await engine.auth.replaceRecoveryKey({ password }))
    setSaved(false)
    setAsking(false)
    await Promise.all([loadRecoveryKey(), again()])
  }
  return (
    <>
      {words === null ? (
        <div className={css.card}>
          <p className={css.note}>
            {account?.recoverySavedAt
              ? t('account:recovery.savedOn', { date: fullTime(account.recoverySavedAt, language) })
              : t('account:recovery.elsewhere')}
          </p>
          <p className={css.note}>{t('security:recovery.never')}</p>
        </div>
      ) : (
        <div className={css.card}>
          <p className={css.note}>{t('auth:key.lead')}</p>
          <div>
            <RecoveryWords
              key={words}
              words={words}
              onSaved={() => {
                setSaved(true)
                void markRecoverySaved().then(again)
              }}
            />
          </div>
          <p className={css.done} role="status">
            {saved && t('account:recovery.saved')}
          </p>
        </div>
      )}
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('security:recovery.replace')}
      </Button>
      {asking && (
        <PasswordDialog
          title={t('security:recovery.replaceTitle')}
          text={t('security:recovery.replaceText')}
          confirm={t('security:recovery.replace')}
          onClose={() => setAsking(false)}
          onPassword={replace}
        />
      )}
    </>
  )
}
