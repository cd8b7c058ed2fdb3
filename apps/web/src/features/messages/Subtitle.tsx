import type { ChatView, PersonView } from '@soroka/client/types'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { Dots } from '../../ui/Dots.tsx'
import { useNow } from '../../ui/use-now.ts'
import { presenceText, useWatchShown } from '../people/index.ts'
import css from './ChatHeader.module.css'
import { nameOf, useMembers } from './names.ts'

const none: never[] = []
/** As many people as are watched at once. */
const mostCounted = 41

function GroupLine({ chat }: { chat: ChatView }) {
  const t = useText()
  const members = useMembers(chat.id, !chat.left)
  const countable = members !== undefined && members.length <= mostCounted
  useWatchShown(countable ? members.flatMap(({ person, self }) => (self ? [] : [person.id])) : none)
  // I am here myself; in a big group nobody can be sure who is.
  const online = useChats((state) =>
    countable ? members.filter(({ person, self }) => self || state.people[person.id]?.online).length : 0,
  )
  if (chat.left) return t('messages:notMember')
  const count = t('messages:members', { count: chat.memberCount })
  return online > 1 ? t('messages:membersOnline', { members: count, online }) : count
}

/** Under the name: typing, online or last seen; in a group how many people. */
export function Subtitle({ chat, peer }: { chat: ChatView; peer: PersonView | undefined }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const typing = useChats((state) => state.typing[chat.id] ?? none)
  useChats((state) => state.people)
  const group = chat.kind === 'group'
  const first = typing.slice(0, 2).map((user) => nameOf(user, chat.id, t).split(' ')[0])
  return (
    <span className={css.subtitle} data-live={typing.length > 0 || peer?.online || undefined}>
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
