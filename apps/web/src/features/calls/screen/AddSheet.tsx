import { Button } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useChats } from '../../../stores/chatStore.ts'
import panel from '../../../ui/Panel.module.css'
import { Sheet } from '../../../ui/Sheet.tsx'
import { GuestLink } from '../guest/GuestLink.tsx'
import { FormFailure, useSubmit } from '../../auth/index.ts'
import { PeoplePicker } from '../../people/index.ts'
import { inCall } from '../calling.ts'
import { peopleIn, peopleRung } from '../ringing.ts'

interface Props {
  call: OwnCall
  onClose(): void
}

/** More people for the call that runs. Of a call of two it makes one of a group, and nobody has to hang up. */
export function AddSheet({ call, onClose }: Props) {
  const t = useText()
  const [people, setPeople] = useState<PersonView[]>([])
  const direct = useChats(({ chats }) => chats[call.state.chat]?.kind === 'direct')
  // A call of two becomes another one while they are added: what is written here stays.
  const [grows] = useState(direct)
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await inCall((controls) => controls.add(people.map(({ id }) => id)))
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
      <GuestLink call={call} />
      {grows && <p className={panel.note}>{t('calls:add.note')}</p>}
      <PeoplePicker
        chosen={people}
        without={new Set([...peopleIn(call.state), ...peopleRung(call.state)])}
        onChange={(chosen) => {
          setPeople(chosen)
          forgive()
        }}
      />
    </Sheet>
  )
}
