import { Button } from '@mantine/core'
import type { ChatView, PersonView } from '@soroka/client/types'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import panel from '../../ui/Panel.module.css'
import { PersonLine } from '../../ui/PersonLine.tsx'

/** People who hold a link and wait for an admin's word. */
export function JoinsPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const answer = (person: PersonView, accept: boolean) =>
    void act(engine.groups.answerJoin(chat.id, person.id, accept), {
      text: t(accept ? 'groups:joins.accepted' : 'groups:joins.refused', { name: person.name }),
    })
  if (chat.joins.length === 0) return <p className={panel.empty}>{t('groups:joins.none')}</p>
  return chat.joins.map((person) => (
    <div key={person.id} className={panel.card}>
      <PersonLine person={person} />
      <div className={panel.actions}>
        <Button size="compact-md" onClick={() => answer(person, true)}>
          {t('groups:joins.accept')}
        </Button>
        <Button size="compact-md" variant="default" onClick={() => answer(person, false)}>
          {t('groups:joins.refuse')}
        </Button>
      </div>
    </div>
  ))
}
