import { Button } from '@mantine/core'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'

/** In the place of what the server did not give: why, and what to do. */
export function TryAgain({ onClick }: { onClick(): void }) {
  const t = useText()
  return (
    <>
      <p className={panel.empty} role="alert">
        {t('errors:UNAVAILABLE')}
      </p>
      <Button variant="light" onClick={onClick}>
        {t('people:link.again')}
      </Button>
    </>
  )
}
