import { UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import panel from '../../../ui/Panel.module.css'
import line from '../../../ui/PersonLine.module.css'

/** Groups that the person and I are in. */
export function CommonShelf({ chat }: { chat: ChatView }) {
  const t = useText()
  const navigate = useNavigate()
  const user = chat.peer?.id
  const { data } = useQuery({
    queryKey: ['common', user],
    queryFn: () => (user ? engine.groups.common(user) : []),
    staleTime: 0,
  })
  if (data?.length === 0) return <p className={panel.empty}>{t('people:commonNone')}</p>
  return data?.map((group) => (
    <UnstyledButton
      key={group.id}
      className={line.row}
      onClick={() => void navigate({ to: '/c/$chatId', params: { chatId: group.id } })}
    >
      <ChatAvatar chat={group} size="sm" />
      <span className={line.names}>
        <bdi className={line.name}>{group.title}</bdi>
        <span className={line.line}>{t('groups:members.count', { count: group.memberCount })}</span>
      </span>
    </UnstyledButton>
  ))
}
