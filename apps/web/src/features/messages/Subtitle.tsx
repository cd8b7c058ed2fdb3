import type { ChatView, PersonView } from '@soroka/client/types'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useCalls } from '../../stores/callStore.ts'
import { useChats } from '../../stores/chatStore.ts'
import { Dots } from '../../ui/Dots.tsx'
import { useNow } from '../../ui/use-now.ts'
import { liveCall } from '../calls/index.ts'
import { membersText, mostCounted, presenceText, useWatchShown } from '../people/index.ts'
import css from './ChatHeader.module.css'
import { nameOf } from '../../ui/names.ts'
import { useMembers } from '../../stores/use-members.ts'

const none: never[] = []

function GroupLine({ chat }: { chat: ChatView }) {
  const t = useText()
  const members = useMembers(chat.id, !chat.left)
  const people = useChats((state) => state.people)
  const counted = chat.left || chat.memberCount > mostCounted ? none : (members ?? none)
  useWatchShown(counted.flatMap(({ person, self }) => (self ? [] : [person.id])))
  if (chat.left) return t('messages:notMember')
  const fresh = counted.map((member) => ({ ...member, person: people[member.person.id] ?? member.person }))
  return membersText(chat.memberCount, fresh, t)
}

/** Under the name: typing, a call that runs, online or last seen; in a group how many people. */
export function Subtitle({ chat, peer }: { chat: ChatView; peer: PersonView | undefined }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const typing = useChats((state) => state.typing[chat.id] ?? none)
  useChats((state) => state.people)
  const group = chat.kind === 'group'
  const calling = useCalls((state) => liveCall(state, chat.id) !== null)
  const first = typing.slice(0, 2).map((user) => nameOf(user, chat.id, t).split(' ')[0])
  return (
    <span className={css.subtitle} data-live={typing.length > 0 || calling || peer?.online || undefined}>
      {typing.length > 0 ? (
        <>
          <Dots />
          {!group
            ? t('messages:typing')
            : typing.length > 2
              ? t('messages:typingMany', { count: typing.length })
              : t(typing.length === 1 ? 'messages:typingOne' : 'messages:typingTwo', {
                  name: first[0],
                  other: first[1],
                })}
        </>
      ) : calling ? (
        t('calls:banner.runs')
      ) : group ? (
        <GroupLine chat={chat} />
      ) : chat.kind === 'nest' ? (
        t('messages:nestLine')
      ) : (
        presenceText(peer, now, language, t)
      )}
    </span>
  )
}
