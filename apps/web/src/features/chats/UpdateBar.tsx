import { UnstyledButton } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { applyUpdate, useUpdateReady } from '../../app/service-worker.dom.ts'
import { useText } from '../../i18n/i18n.ts'
import { useWs } from '../../stores/wsStore.ts'
import css from '../../ui/Bar.module.css'

/** A new version waits, or the server no longer speaks with this one. The person chooses the moment. */
export function UpdateBar() {
  const t = useText()
  const ready = useUpdateReady()
  const needed = useWs((state) => state.updateNeeded)
  return (
    <div role="status">
      {(ready || needed) && (
        <p className={css.bar} data-kind="good">
          <IconRefresh size={20} stroke={1.8} aria-hidden />
          <span className={css.grow}>{t(needed ? 'app:update.needed' : 'app:update.ready')}</span>
          <UnstyledButton className={css.action} onClick={() => void applyUpdate()}>
            {t('app:update.reload')}
          </UnstyledButton>
        </p>
      )}
    </div>
  )
}
