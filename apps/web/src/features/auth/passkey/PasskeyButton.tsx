import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import form from '../../../ui/Form.module.css'
import { FormFailure } from '../FormFailure.tsx'
import { signInByPasskey } from '../session-actions.ts'
import { useSubmit } from '../use-submit.ts'

/** A passkey instead of e-mail, password and code. */
export function PasskeyButton() {
  const t = useText()
  const { busy, failure, submit } = useSubmit(signInByPasskey)
  if (!('PublicKeyCredential' in window)) return null
  return (
    <div className={form.after}>
      <Button
        variant="default"
        fullWidth
        loading={busy}
        loaderProps={{ 'aria-label': t('app:wait') }}
        leftSection={<IconFingerprint size={20} aria-hidden />}
        onClick={() => submit()}
      >
        {t('auth:byPasskey')}
      </Button>
      <FormFailure failure={failure} />
    </div>
  )
}
