import { Button, TextInput } from '@mantine/core'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { useAuth } from '../../../stores/authStore.ts'
import css from '../../../ui/Settings.module.css'
import { toastStore } from '../../../ui/toast-store.ts'
import { PasswordDialog } from '../../auth/index.ts'
import { EmailCodes } from './EmailCodes.tsx'

/** Another address to sign in with: the password first, then a code from both mailboxes. */
export function EmailCard() {
  const t = useText()
  const current = useAuth((state) => state.session?.email ?? '')
  const [email, setEmail] = useState('')
  const [stage, setStage] = useState<'rest' | 'password' | 'codes'>('rest')
  const done = () => {
    toastStore.getState().show({ kind: 'plain', text: t('security:email.changed', { email: email.trim() }) })
    setEmail('')
    setStage('rest')
  }
  return (
    <>
      <h3 className={css.caption}>{t('security:email.title')}</h3>
      {stage === 'codes' ? (
        <EmailCodes current={current} email={email.trim()} onCancel={() => setStage('rest')} onDone={done} />
      ) : (
        <form
          className={css.card}
          onSubmit={(event) => {
            event.preventDefault()
            setStage('password')
          }}
        >
          <p className={css.note}>{t('security:email.now', { email: current })}</p>
          <TextInput
            label={t('security:email.new')}
            type="email"
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            maxLength={limits.email}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" variant="light">
            {t('security:email.change')}
          </Button>
        </form>
      )}
      {stage === 'password' && (
        <PasswordDialog
          title={t('security:email.change')}
          text={t('security:email.text', { email: email.trim() })}
          confirm={t('security:email.send')}
          onClose={() => setStage('rest')}
          onPassword={async (password) => {
            await engine.auth.startEmailChange({ password, email: email.trim() })
            setStage('codes')
          }}
        />
      )}
    </>
  )
}
