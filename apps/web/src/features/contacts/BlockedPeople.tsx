import { Button } from '@mantine/core'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { PersonLine } from '../../ui/PersonLine.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { TryAgain, useBlocked, useRefreshContacts } from '../people/index.ts'
import { unblock } from './contact-actions.ts'

export default function BlockedPeople({ onClose }: { onClose(): void }) {
  const t = useText()
  const { blocked, loaded, failed } = useBlocked()
  const refresh = useRefreshContacts()
  return (
    <Sheet title={t('people:block.list')} onClose={onClose}>
      {failed && <TryAgain onClick={refresh} />}
      {loaded && blocked.length === 0 && <p className={panel.empty}>{t('people:block.none')}</p>}
      {blocked.map((person) => (
        <PersonLine key={person.id} person={person}>
          <Button size="compact-md" variant="light" onClick={() => void unblock(person).then(refresh)}>
            {t('people:block.undo')}
          </Button>
        </PersonLine>
      ))}
    </Sheet>
  )
}
