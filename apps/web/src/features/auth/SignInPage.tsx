import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { EngineError } from '../../engine/errors.ts'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { AuthLink } from './AuthLink.tsx'
import { EndedNotice } from './EndedNotice.tsx'
import css from '../../ui/Form.module.css'
import { LoginForm } from './LoginForm.tsx'
import { PasskeyButton } from './passkey/PasskeyButton.tsx'
import { SecondFactorForm } from './SecondFactorForm.tsx'
import { ServerChip } from './ServerChip.tsx'
import { confirmSignIn, signIn } from './session-actions.ts'
import { usePageTitle } from '../../app/use-page-title.ts'

export function SignInPage() {
  const t = useText()
  const ended = useAuth((state) => state.ended)
  const [asked, setAsked] = useState(false)
  usePageTitle(t('auth:signIn'))
  const tryPassword = async (email: string, password: string) => {
    try {
      await signIn(email, password)
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'SECOND_FACTOR_NEEDED') throw error
      setAsked(true)
    }
  }
  if (asked)
    return (
      <>
        <h1 className={css.title}>{t('auth:factor.title')}</h1>
        <p className={css.lead}>{t('auth:factor.lead')}</p>
        <SecondFactorForm onCode={confirmSignIn} />
        <div className={css.after}>
          <UnstyledButton className={css.later} onClick={() => setAsked(false)}>
            {t('app:back')}
          </UnstyledButton>
        </div>
      </>
    )
  return (
    <>
      <h1 className={css.title} tabIndex={-1}>
        {t('auth:welcomeBack')}
      </h1>
      <ServerChip />
      {ended && <EndedNotice reason={ended} />}
      <LoginForm onSignIn={tryPassword} />
      <PasskeyButton />
      <p className={css.foot}>
        <AuthLink to="/sign-in/link" className={css.link}>
          {t('auth:byDevice')}
        </AuthLink>
      </p>
      <p className={css.foot}>
        {t('auth:newHere')}{' '}
        <AuthLink to="/sign-up" className={css.link}>
          {t('auth:createAccount')}
        </AuthLink>
      </p>
    </>
  )
}
