import { usePageTitle } from '../../app/use-page-title.ts'
import { useText } from '../../i18n/i18n.ts'
import { AuthLink } from './AuthLink.tsx'
import { go } from './auth-path.dom.ts'
import css from '../../ui/Form.module.css'
import { RegisterForm } from './RegisterForm.tsx'
import { ServerChip } from './ServerChip.tsx'
import { keepPlaceName } from '../../app/kept-invite.dom.ts'
import { useDoor } from './use-door.ts'
import { signUp } from './session-actions.ts'

export function SignUpPage() {
  const t = useText()
  const door = useDoor()
  const title = t(door.first ? 'door:first.title' : 'auth:signUpTitle')
  usePageTitle(title)
  return (
    <>
      <h1 className={css.title} tabIndex={-1}>
        {title}
      </h1>
      <ServerChip name={door.name} />
      {door.words !== null && <p className={css.lead}>{door.words}</p>}
      {door.open && (
        <RegisterForm
          first={door.first}
          domains={door.domains}
          onSignUp={async ({ setupToken, place, ...values }) => {
            keepPlaceName(door.first ? place : '')
            await signUp(setupToken === '' ? values : { ...values, setupToken: setupToken.trim() })
            go('/sign-up/confirm')
          }}
        />
      )}
      <p className={css.foot}>
        {t('auth:haveAccount')}{' '}
        <AuthLink to="/sign-in" className={css.link}>
          {t('auth:signIn')}
        </AuthLink>
      </p>
    </>
  )
}
