import { useEffect } from 'react'
import { IconChevronLeft } from '@tabler/icons-react'
import { usePageTitle } from '../../app/use-page-title.ts'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { ConfirmForm } from './ConfirmForm.tsx'
import { AuthLink } from './AuthLink.tsx'
import { go } from './auth-path.dom.ts'
import css from '../../ui/Form.module.css'
import { Marked } from './Marked.tsx'
import { confirmSignUp, resendCode } from './session-actions.ts'

export function ConfirmPage() {
  const t = useText()
  const pending = useAuth((state) => state.pending)
  usePageTitle(t('auth:checkMail'))
  const lost = pending === null
  useEffect(() => {
    if (lost) go('/sign-up', { replace: true })
  }, [lost])
  if (!pending) return null
  const minutes = Math.max(1, Math.round((pending.codeExpiresAt - pending.sentAt) / 60_000))
  return (
    <>
      <AuthLink to="/sign-up" className={css.back}>
        <IconChevronLeft size={20} aria-hidden />
        {t('app:back')}
      </AuthLink>
      <h1 className={css.title} tabIndex={-1}>
        {t('auth:checkMail')}
      </h1>
      <p className={css.lead}>
        <Marked text={t('auth:codeSent', { email: `\u0000${pending.email}\u0000`, count: minutes })} />
      </p>
      <ConfirmForm
        sentAt={pending.sentAt}
        onResend={() => resendCode(pending.email)}
        onConfirm={async (code) => {
          await confirmSignUp(code)
        }}
      />
    </>
  )
}
