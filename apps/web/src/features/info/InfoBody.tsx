import type { ChatView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { IconLock } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import type { InfoPart } from '../../app/place.ts'
import { useText } from '../../i18n/i18n.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import panel from '../../ui/Panel.module.css'
import { ExportCard } from '../export/index.ts'
import { EditPart } from './EditPart.tsx'
import { GroupBody } from './GroupBody.tsx'
import { ExportRow } from './ExportRow.tsx'
import { FilesPart } from './shelf/FilesPart.tsx'
import { LinksPart } from './shelf/LinksPart.tsx'
import { Shelves } from './shelf/Shelves.tsx'
import { InvitesPart } from './InvitesPart.tsx'
import { JoinsPart } from './JoinsPart.tsx'
import { MembersPart } from './MembersPart.tsx'
import { RulesPart } from './RulesPart.tsx'
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
        <ExportRow chat={chat} />
      </div>
      <Shelves chat={chat} />
    </>
  )
}

function First({ chat }: { chat: ChatView }) {
  if (chat.kind === 'nest') return <NestBody chat={chat} />
  return chat.kind === 'group' ? <GroupBody chat={chat} /> : <PersonBody chat={chat} />
}

/** The panel's first page by the kind of chat, or the page that was asked for. */
export default function InfoBody({ chat, part }: { chat: ChatView; part: InfoPart | null }) {
  const { who } = useSearch({ strict: false })
  switch (part) {
    case null:
      return <First chat={chat} />
    case 'members':
      return <MembersPart chat={chat} />
    case 'rules':
      return <RulesPart chat={chat} />
    case 'invites':
      return <InvitesPart chat={chat} />
    case 'joins':
      return <JoinsPart chat={chat} />
    case 'edit':
      return <EditPart chat={chat} />
    case 'verify':
      return <VerifyPart chat={chat} who={who as UserId | undefined} />
    case 'timer':
      return <TimerPart chat={chat} />
    case 'note':
      return <NotePart chat={chat} />
    case 'media':
    case 'files':
    case 'voice':
      return <FilesPart key={part} chat={chat} shelf={part} />
    case 'export':
      return <ExportCard what={chat} chats={[chat]} />
    case 'links':
      return <LinksPart chat={chat} />
  }
}
