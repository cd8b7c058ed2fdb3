import type { ChatView, MemberView } from '@soroka/client/types'
import { useMemo } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { AddPeople } from '../people/index.ts'

interface Props {
  chat: ChatView
  members: MemberView[]
  onClose(): void
}

export function AddPeopleSheet({ chat, members, onClose }: Props) {
  const t = useText()
  const inside = useMemo(() => new Set(members.map(({ person }) => person.id)), [members])
  return (
    <AddPeople without={inside} add={(people) => engine.groups.add(chat.id, people)} onClose={onClose}>
      <p className={panel.note}>{t(chat.policy.history ? 'groups:rules.historyOn' : 'groups:rules.historyOff')}</p>
    </AddPeople>
  )
}
