import { Button } from '@mantine/core'
import { useText } from '../../../i18n/i18n.ts'
import { AuthLayout } from '../../auth/index.ts'
import form from '../../../ui/Form.module.css'
import css from './GuestDoor.module.css'
import { comeBack, readLink } from './guest-page.dom.ts'
import { type GuestEnd, useGuest } from './guest-store.ts'

const mayAskAgain: GuestEnd[] = ['declined', 'lost']

/** Why this page leads nowhere now, and what can be done. */
export function GuestEnding() {
  const t = useText()
  const end = useGuest((state) => state.end)
  return (
    <AuthLayout>
      <div role="status">
        <h1 className={form.title} tabIndex={-1}>
          {t(`guest:end.${end}.title`)}
        </h1>
        <p className={form.lead}>{t(`guest:end.${end}.text`)}</p>
      </div>
      {end === 'left' && (
        <Button className={css.action ?? ''} fullWidth onClick={() => void comeBack()}>
          {t('guest:back')}
        </Button>
      )}
      {mayAskAgain.includes(end) && (
        <Button className={css.action ?? ''} fullWidth onClick={() => void readLink()}>
          {t('guest:again')}
        </Button>
      )}
    </AuthLayout>
  )
}
