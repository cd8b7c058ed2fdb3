import { UnstyledButton } from '@mantine/core'
import type { UserId } from '@soroka/protocol'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import panel from '../../ui/Panel.module.css'
import line from '../../ui/PersonLine.module.css'

/** Groups that both are in. */
export function CommonGroups({ user }: { user: UserId }) {
  const t = useText()
  const navigate = useNavigate()
  const { data } = useQuery({ queryKey: ['common', user], queryFn: () => engine.groups.common(user), staleTime: 0 })
  if (!data || data.length === 0) return null
  return (
    <section aria-label={t('people:common')}>
      <h3 className={panel.heading}>{t('people:common')}</h3>
      <div className={panel.card}>
        {data.map((chat) => (
          <UnstyledButton
            key={chat.id}
            className={line.row}
            onClick={() => void navigate({ to: '/c/$chatId', params: { chatId: chat.id } })}
          >
            <ChatAvatar chat={chat} size="sm" />
            <span className={line.names}>
              <span className={line.name}>{chat.title}</span>
              <span className={line.line}>{t('groups:members.count', { count: chat.memberCount })}</span>
            </span>
          </UnstyledButton>
        ))}
      </div>
    </section>
  )
}
