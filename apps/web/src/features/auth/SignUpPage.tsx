import { usePageTitle } from '../../app/use-page-title.ts'
import { useText } from '../../i18n/i18n.ts'
import { AuthLink } from './AuthLink.tsx'
import { go } from './auth-path.dom.ts'
import css from '../../ui/Form.module.css'
import { RegisterForm } from './RegisterForm.tsx'
import { ServerChip } from './ServerChip.tsx'
import { signUp } from './session-actions.ts'

export function SignUpPage() {
  const t = useText()
  usePageTitle(t('auth:signUpTitle'))
  return (
    <>
      <h1 className={css.title} tabIndex={-1}>
        {t('auth:signUpTitle')}
      </h1>
      <ServerChip />
      <RegisterForm
        onSignUp={async ({ setupToken, ...values }) => {
          await signUp(setupToken === '' ? values : { ...values, setupToken: setupToken.trim() })
          go('/sign-up/confirm')
        }}
      />
      <p className={css.foot}>
        {t('auth:haveAccount')}{' '}
        <AuthLink to="/sign-in" className={css.link}>
          {t('auth:signIn')}
        </AuthLink>
      </p>
    </>
  )
}
