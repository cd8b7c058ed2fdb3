import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { PasswordDialog } from '../../auth/index.ts'
import css from '../../../ui/Settings.module.css'

/** The end of the account: what goes, what stays, and the password once more. */
export function DeleteCard() {
  const t = useText()
  const { data } = useQuery({ queryKey: ['account'], queryFn: () => engine.account.get() })
  const [asking, setAsking] = useState(false)
  const owner = data?.role === 'owner'
  return (
    <>
      <h3 className={css.caption}>{t('security:delete.title')}</h3>
      <div className={css.card}>
        <p className={css.note}>{t(owner ? 'security:delete.owner' : 'security:delete.text')}</p>
        {!owner && (
          <Button variant="default" disabled={data === undefined} onClick={() => setAsking(true)}>
            {t('security:delete.action')}
          </Button>
        )}
      </div>
      {asking && (
        <PasswordDialog
          title={t('security:delete.ask')}
          text={t('security:delete.askText')}
          confirm={t('security:delete.confirm')}
          danger
          onClose={() => setAsking(false)}
          onPassword={(password) => engine.auth.deleteAccount({ password })}
        />
      )}
    </>
  )
}
