import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { AuthLink } from './AuthLink.tsx'
import css from '../../ui/Form.module.css'
import { LoginForm } from './LoginForm.tsx'
import { ServerChip } from './ServerChip.tsx'
import { signIn } from './session-actions.ts'
import { usePageTitle } from '../../app/use-page-title.ts'

export function SignInPage() {
  const t = useText()
  const ended = useAuth((state) => state.ended)
  usePageTitle(t('auth:signIn'))
  return (
    <>
      <h1 className={css.title} tabIndex={-1}>
        {t('auth:welcomeBack')}
      </h1>
      <ServerChip />
      {ended && (
        <p className={css.notice} role="status">
          {t(`auth:ended.${ended}`)}
        </p>
      )}
      <LoginForm onSignIn={signIn} />
      <p className={css.foot}>
        {t('auth:newHere')}{' '}
        <AuthLink to="/sign-up" className={css.link}>
          {t('auth:createAccount')}
        </AuthLink>
      </p>
    </>
  )
}
