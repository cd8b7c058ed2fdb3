import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useChats } from '../../../stores/chatStore.ts'
import panel from '../../../ui/Panel.module.css'
import { AddPeople } from '../../people/index.ts'
import { inCall } from '../calling.ts'
import { GuestLink } from '../guest/GuestLink.tsx'
import { peopleIn, peopleRung } from '../ringing.ts'

interface Props {
  call: OwnCall
  onClose(): void
}

/** More people for the call that runs. Of a call of two it makes one of a group, and nobody has to hang up. */
export function AddSheet({ call, onClose }: Props) {
  const t = useText()
  const direct = useChats(({ chats }) => chats[call.state.chat]?.kind === 'direct')
  // A call of two becomes another one while they are added: what is written here stays.
  const [grows] = useState(direct)
  return (
    <AddPeople
      without={new Set([...peopleIn(call.state), ...peopleRung(call.state)])}
      add={(people) => inCall((controls) => controls.add(people))}
      onClose={onClose}
    >
      <GuestLink call={call} />
      {grows && <p className={panel.note}>{t('calls:add.note')}</p>}
    </AddPeople>
  )
}
