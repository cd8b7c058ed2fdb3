import { Button } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import css from '../../ui/Settings.module.css'
import { LinkActions } from '../people/index.ts'

const QrCode = lazy(() => import('../../ui/QrCode.tsx'))

/** A link that was just made, to copy, to send and to show. */
export function NewInvite({ link, onDone }: { link: string; onDone(): void }) {
  const t = useText()
  return (
    <div className={css.card}>
      <p className={css.note} role="status">
        {t('admin:invites.made')}
      </p>
      <div className={css.qr}>
        <Suspense fallback={null}>
          <QrCode text={link} label={t('admin:invites.code')} />
        </Suspense>
      </div>
      <div className={panel.actions}>
        <LinkActions link={link} title={t('app:name')} />
        <Button size="compact-md" variant="default" onClick={onDone}>
          {t('admin:invites.done')}
        </Button>
      </div>
    </div>
  )
}
