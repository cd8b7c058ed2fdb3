import { Button, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { usePageTitle } from '../../app/use-page-title.ts'
import { useText } from '../../i18n/i18n.ts'
import { authStore } from '../../stores/authStore.ts'
import { go } from './auth-path.dom.ts'
import css from '../../ui/Form.module.css'
import { RecoveryWords } from './RecoveryWords.tsx'
import { markRecoverySaved } from './session-actions.ts'

/** Offers the spare way in right after the sign-up; "Later" is one tap away and the list will remind. */
export function RecoveryKeyPage() {
  const t = useText()
  const [words] = useState(() => authStore.getState().recoveryKey)
  const [saved, setSaved] = useState(false)
  usePageTitle(t('auth:key.title'))
  const leave = () => {
    authStore.getState().setOffering(false)
    go('/', { replace: true })
  }
  if (words === null) return null
  return (
    <>
      <h1 className={css.title} tabIndex={-1}>
        {t('auth:key.title')}
      </h1>
      <p className={css.lead}>{t('auth:key.lead')}</p>
      <RecoveryWords
        words={words}
        onSaved={() => {
          setSaved(true)
          void markRecoverySaved()
        }}
      />
      <div className={css.after}>
        {saved ? (
          <Button fullWidth variant="light" onClick={leave}>
            {t('auth:key.done')}
          </Button>
        ) : (
          <UnstyledButton className={css.later} onClick={leave}>
            {t('auth:key.later')}
          </UnstyledButton>
        )}
      </div>
    </>
  )
}
