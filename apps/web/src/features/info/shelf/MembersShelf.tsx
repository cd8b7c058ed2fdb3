import type { ChatView } from '@soroka/client/types'
import { IconUsers } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { InfoRow } from '../InfoRow.tsx'
import { MemberRow } from '../MemberRow.tsx'
import { useMembers } from '../use-members.ts'
import { usePart } from '../use-part.ts'

/** The first page names so many; all of them have a page of their own. */
const few = 8

export function MembersShelf({ chat }: { chat: ChatView }) {
  const t = useText()
  const { open } = usePart(chat.id)
  const { members, refresh } = useMembers(chat)
  return (
    <>
      {members.slice(0, few).map((member) => (
        <MemberRow key={member.person.id} chat={chat} member={member} refresh={refresh} />
      ))}
      {members.length > few && (
        <InfoRow
          icon={<IconUsers size={22} stroke={1.8} aria-hidden />}
          label={t('groups:members.all', { count: members.length })}
          accent
          onClick={() => open('members')}
        />
      )}
    </>
  )
}
