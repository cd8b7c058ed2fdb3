import { UnstyledButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Form.module.css'

const waitSeconds = 60

/** "New code in 0:42", then a button. `sentAt`: milliseconds. */
export function Resend({ sentAt, onResend }: { sentAt: number; onResend(): void }) {
  const t = useText()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, Math.ceil(waitSeconds - (now - sentAt) / 1000))
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
  return (
    <p className={css.foot}>
      {t('auth:noCode')}{' '}
      {left > 0 ? (
        <b className={css.timer}>{t('auth:resendIn', { time })}</b>
      ) : (
        <UnstyledButton className={css.link} onClick={onResend}>
          {t('auth:resend')}
        </UnstyledButton>
      )}
    </p>
  )
}
