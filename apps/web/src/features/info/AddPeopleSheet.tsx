import { Button } from '@mantine/core'
import type { ChatView, MemberView, PersonView } from '@soroka/client/types'
import { useMemo, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { Sheet } from '../../ui/Sheet.tsx'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { PeoplePicker } from '../people/index.ts'

interface Props {
  chat: ChatView
  members: MemberView[]
  onClose(): void
}

export function AddPeopleSheet({ chat, members, onClose }: Props) {
  const t = useText()
  const [people, setPeople] = useState<PersonView[]>([])
  const inside = useMemo(() => new Set(members.map(({ person }) => person.id)), [members])
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await engine.groups.add(
      chat.id,
      people.map((person) => person.id),
    )
    onClose()
  })
  return (
    <Sheet
      title={t('groups:add.title')}
      onClose={onClose}
      footer={
        <>
          {failure?.code === 'NOT_ACCEPTING' ? (
            <p className={panel.note} role="alert">
              {t('groups:add.refused')}
            </p>
          ) : (
            <FormFailure failure={failure} />
          )}
          <Button loading={busy} disabled={people.length === 0} onClick={() => submit()}>
            {people.length === 0 ? t('groups:add.title') : t('groups:add.action', { count: people.length })}
          </Button>
        </>
      }
    >
      <p className={panel.note}>{t(chat.policy.history ? 'groups:rules.historyOn' : 'groups:rules.historyOff')}</p>
      <PeoplePicker
        chosen={people}
        without={inside}
        onChange={(chosen) => {
          setPeople(chosen)
          forgive()
        }}
      />
    </Sheet>
  )
}
