import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { PasswordDialog } from '../../auth/index.ts'
import css from '../../../ui/Settings.module.css'
import { toastStore } from '../../../ui/toast-store.ts'
import own from './access.module.css'
import { BackupCodes } from './BackupCodes.tsx'
import { FactorDialog } from './FactorDialog.tsx'
import { TotpSetUp } from './TotpSetUp.tsx'

const queryKey = ['totp']
/** So few backup codes are a worry. */
const FEW = 2

type Stage =
  | { is: 'rest' | 'password' | 'off' | 'renew' }
  | { is: 'set-up'; secret: string; uri: string }
  | { is: 'codes'; codes: string[] }

/** A code beside the password at each sign-in: on, off, and what to keep for the day the phone is lost. */
export function TotpCard() {
  const t = useText()
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey, queryFn: () => engine.auth.totp(), staleTime: 0 })
  const [stage, setStage] = useState<Stage>({ is: 'rest' })
  const rest = () => setStage({ is: 'rest' })
  const again = () => queries.invalidateQueries({ queryKey })
  return (
    <>
      <h3 className={css.caption}>{t('security:totp.title')}</h3>
      <div className={css.card}>
        {stage.is === 'set-up' && (
          <TotpSetUp
            {...stage}
            onCancel={rest}
            onCode={async (code) => {
              setStage({ is: 'codes', codes: await engine.auth.enableTotp({ code }) })
              await again()
            }}
          />
        )}
        {stage.is === 'codes' && <BackupCodes codes={stage.codes} onDone={rest} />}
        {stage.is !== 'set-up' && stage.is !== 'codes' && (
          <>
            <p className={css.note}>
              {data?.enabled === true ? t('security:totp.on', { count: data.backupCodes }) : t('security:totp.off')}
            </p>
            {data?.enabled === true && data.backupCodes <= FEW && (
              <p className={own.warning} role="status">
                {t('security:totp.few')}
              </p>
            )}
            {data?.enabled === true && (
              <Button variant={data.backupCodes <= FEW ? 'light' : 'default'} onClick={() => setStage({ is: 'renew' })}>
                {t('security:totp.renew')}
              </Button>
            )}
            <Button
              variant={data?.enabled === true ? 'default' : 'light'}
              disabled={data === undefined}
              onClick={() => setStage({ is: data?.enabled === true ? 'off' : 'password' })}
            >
              {t(data?.enabled === true ? 'security:totp.turnOff' : 'security:totp.turnOn')}
            </Button>
          </>
        )}
      </div>
      {stage.is === 'password' && (
        <PasswordDialog
          title={t('security:totp.turnOn')}
          text={t('security:totp.passwordText')}
          confirm={t('security:totp.go')}
          onClose={rest}
          onPassword={async (password) => setStage({ is: 'set-up', ...(await engine.auth.startTotp({ password })) })}
        />
      )}
      {stage.is === 'renew' && (
        <FactorDialog
          title={t('security:totp.renew')}
          text={t('security:totp.renewText')}
          confirm={t('security:totp.renewGo')}
          onClose={rest}
          onProved={async (input) => {
            setStage({ is: 'codes', codes: await engine.auth.renewBackupCodes(input) })
            await again()
          }}
        />
      )}
      {stage.is === 'off' && (
        <FactorDialog
          title={t('security:totp.offTitle')}
          text={t('security:totp.offText')}
          confirm={t('security:totp.turnOff')}
          danger
          onClose={rest}
          onProved={async (input) => {
            await engine.auth.disableTotp(input)
            rest()
            await again()
            toastStore.getState().show({ kind: 'plain', text: t('security:totp.isOff') })
          }}
        />
      )}
    </>
  )
}
