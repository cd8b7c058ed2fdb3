import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { FormFailure, signOut, useSubmit } from '../auth/index.ts'
import css from '../../ui/Confirm.module.css'
import { dropShared } from '../share/index.ts'

/** Asks once: signing out wipes this device, and without the saved words a forgotten password is final. */
export function SignOutDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const t = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const waiting = useAuth((state) => state.recoveryKey !== null)
  const { busy, failure, submit } = useSubmit(async () => {
    await dropShared()
    await signOut()
  })
  useEffect(() => {
    if (opened) dialog.current?.showModal()
    else dialog.current?.close()
  }, [opened])
  return (
    <dialog ref={dialog} className={css.dialog} onClose={onClose} aria-labelledby="sign-out-title">
      <h2 id="sign-out-title" className={css.title}>
        {t('account:signOut.title')}
      </h2>
      <p className={css.text}>{t(waiting ? 'account:signOut.unsaved' : 'account:signOut.text')}</p>
      <FormFailure failure={failure} />
      <div className={css.actions}>
        <Button variant="default" onClick={onClose}>
          {t('account:cancel')}
        </Button>
        <Button color="danger" loading={busy} onClick={() => submit()}>
          {t('account:signOut.confirm')}
        </Button>
      </div>
    </dialog>
  )
}
