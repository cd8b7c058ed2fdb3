import type { ChatView } from '@soroka/client/types'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { InfoPart } from '../../app/place.ts'
import { useText } from '../../i18n/i18n.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import panel from '../../ui/Panel.module.css'
import { EditPart } from '../groups/EditPart.tsx'
import { GroupBody } from '../groups/GroupBody.tsx'
import { InvitesPart } from '../groups/InvitesPart.tsx'
import { JoinsPart } from '../groups/JoinsPart.tsx'
import { MembersPart } from '../groups/MembersPart.tsx'
import { RulesPart } from '../groups/RulesPart.tsx'
import css from './InfoPanel.module.css'
import { NotePart } from './NotePart.tsx'
import { PersonBody } from './PersonBody.tsx'
import { TimerPart } from './TimerPart.tsx'
import { VerifyPart } from './VerifyPart.tsx'

function NestBody({ chat }: { chat: ChatView }) {
  const t = useText()
  return (
    <>
      <div className={css.face}>
        <ChatAvatar chat={chat} size="xl" />
        <p className={css.name}>{t('chats:nest')}</p>
        <p className={css.line}>{t('chats:nestHint')}</p>
      </div>
      <div className={panel.card}>
        <div className={panel.row}>
          <IconLock size={22} stroke={1.8} className={panel.icon} aria-hidden />
          <span className={panel.label}>{t('people:nestSealed')}</span>
        </div>
      </div>
    </>
  )
}

/** The panel's first page by the kind of chat, or the page that was asked for. */
export default function InfoBody({ chat, part }: { chat: ChatView; part: InfoPart | null }) {
  const pages: Record<InfoPart, () => ReactNode> = {
    members: () => <MembersPart chat={chat} />,
    rules: () => <RulesPart chat={chat} />,
    invites: () => <InvitesPart chat={chat} />,
    joins: () => <JoinsPart chat={chat} />,
    edit: () => <EditPart chat={chat} />,
    verify: () => <VerifyPart chat={chat} />,
    timer: () => <TimerPart chat={chat} />,
    note: () => <NotePart chat={chat} />,
  }
  if (part) return pages[part]()
  if (chat.kind === 'nest') return <NestBody chat={chat} />
  return chat.kind === 'group' ? <GroupBody chat={chat} /> : <PersonBody chat={chat} />
}
