import type { ChatView, MemberView } from '@soroka/client/types'
import {
  IconShieldCheck,
  IconCrown,
  IconMessageCircle,
  IconShield,
  IconShieldOff,
  IconUserMinus,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { MouseEvent } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { chatStore, useChats } from '../../stores/chatStore.ts'
import { type MenuItem, openMenu } from '../../ui/layer-store.ts'
import panel from '../../ui/Panel.module.css'
import { PersonLine } from '../../ui/PersonLine.tsx'
import { useNow } from '../../ui/use-now.ts'
import { openDirect, presenceText, TrustMark, useWatchShown } from '../people/index.ts'
import { handOver, removeMember, setAdmin } from './group-actions.ts'
import { usePart } from './use-part.ts'

const size = { size: 20, stroke: 1.8 }

interface Menu {
  chat: ChatView
  member: MemberView
  t: TFunction
  write(): void
  verify(): void
  refresh(): void
}

/** What I may do with a member: an admin rules members, the owner everybody. */
function memberMenu({ chat, member, t, write, verify, refresh }: Menu): MenuItem[] {
  const rules = chat.rights.manage && (chat.role === 'owner' || member.role === 'member')
  const then = (done: Promise<boolean>) => void done.then(refresh)
  return [
    { label: t('people:write'), icon: <IconMessageCircle {...size} />, run: write },
    { label: t('people:part.verify'), icon: <IconShieldCheck {...size} />, run: verify },
    ...(rules && member.role === 'member'
      ? [
          {
            label: t('groups:makeAdmin'),
            icon: <IconShield {...size} />,
            run: () => then(setAdmin(chat, member, true)),
          },
        ]
      : []),
    ...(rules && member.role === 'admin'
      ? [
          {
            label: t('groups:makeMember'),
            icon: <IconShieldOff {...size} />,
            run: () => then(setAdmin(chat, member, false)),
          },
        ]
      : []),
    ...(chat.role === 'owner'
      ? [
          {
            label: t('groups:handOver.action'),
            icon: <IconCrown {...size} />,
            run: () => then(handOver(chat, member)),
          },
        ]
      : []),
    ...(rules
      ? [
          {
            label: t('groups:remove.confirm'),
            icon: <IconUserMinus {...size} />,
            danger: true,
            run: () => then(removeMember(chat, member)),
          },
        ]
      : []),
  ]
}

export function MemberRow({ chat, member, refresh }: { chat: ChatView; member: MemberView; refresh(): void }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const navigate = useNavigate()
  const { person, role, self } = member
  useWatchShown(self ? [] : [person.id])
  const { open } = usePart(chat.id)
  const verify = () => {
    // The page shows what is known of him.
    chatStore.getState().applyPeople([person])
    open('verify', person.id)
  }
  const typing = useChats((state) => state.typing[chat.id]?.includes(person.id) ?? false)
  const write = () => void openDirect(person.id).then((chatId) => navigate({ to: '/c/$chatId', params: { chatId } }))
  const menu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    const box = event.currentTarget.getBoundingClientRect()
    openMenu({
      x: event.clientX || box.left + 56,
      y: event.clientY || box.bottom,
      label: person.name,
      items: memberMenu({ chat, member, t, write, verify, refresh }),
    })
  }
  return (
    <PersonLine
      person={{ ...person, name: person.name || `@${person.nickname}` }}
      line={self ? t('messages:you') : typing ? t('messages:typing') : presenceText(person, now, language, t)}
      live={!self && (typing || person.online)}
      onOpen={self ? undefined : menu}
      onMenu={self ? undefined : menu}
    >
      {!self && <TrustMark verification={person.verification} size={18} />}
      {role !== 'member' && (
        <span className={panel.badge} data-kind={role}>
          {t(`groups:role.${role}`)}
        </span>
      )}
    </PersonLine>
  )
}
