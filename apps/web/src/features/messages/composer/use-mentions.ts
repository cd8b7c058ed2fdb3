import type { ChatView, MentionView, PersonView } from '@soroka/client/types'
import { type RefObject, useMemo, useRef, useState } from 'react'
import { useMembers } from '../../../stores/use-members.ts'
import { useText } from '../../../i18n/i18n.ts'
import { typeInto } from './type-into.dom.ts'

/** Somebody who can be called, or everybody at once. */
export interface Callable {
  key: string
  name: string
  line: string
  person?: PersonView
}

const typed = /(?:^|[\s(])@([\p{L}\p{N}_.-]{0,32})$/u
const everybody = /(?:^|[\s(])@(?:all|все)(?=$|[\s.,:;?!)])/iu
const most = 30

function begins(name: string, word: string): boolean {
  return name
    .toLocaleLowerCase()
    .split(/\s+/)
    .some((part) => part.startsWith(word))
}

/** Suggests members after `@`; what was chosen is named in the message. */
export function useMentions(chat: ChatView, field: RefObject<HTMLTextAreaElement | null>) {
  const t = useText()
  const group = chat.kind === 'group'
  const members = useMembers(chat.id, group)
  const [query, setQuery] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const chosen = useRef<MentionView[]>([])

  const found = useMemo<Callable[]>(() => {
    if (query === null || !members) return []
    const word = query.toLocaleLowerCase()
    const all = t('messages:mentions.allWord')
    const people = members
      .filter(({ person, self }) => !self && (begins(person.name, word) || begins(person.nickname, word)))
      .map(({ person }) => ({ key: person.id as string, name: person.name, line: `@${person.nickname}`, person }))
    const callAll = chat.rights.manage && (begins(all, word) || begins('all', word))
    return [
      ...people.slice(0, most),
      ...(callAll ? [{ key: 'all', name: all, line: t('messages:mentions.allLine') }] : []),
    ]
  }, [query, members, chat.rights.manage, t])

  /** Reads what stands before the caret. */
  const look = (value: string) => {
    const caret = field.current?.selectionStart ?? value.length
    const match = group ? typed.exec(value.slice(0, caret)) : null
    setQuery(match ? (match[1] ?? '') : null)
    setActive(0)
  }
  const close = () => setQuery(null)

  /** Puts the chosen name in the place of what was typed. */
  const choose = (who: Callable): void => {
    const element = field.current
    if (!element) return
    const caret = element.selectionStart
    if (who.person) chosen.current.push({ user: who.person.id, name: who.name })
    typeInto(element, `${who.name} `, caret - (query?.length ?? 0), caret)
    close()
  }

  /** Who is called in a text: the chosen ones that still stand there, and everybody when an admin says so. */
  const called = (value: string, before: MentionView[] = []) => {
    const mentions = new Map(
      [...before, ...chosen.current].filter(({ name }) => value.includes(`@${name}`)).map((one) => [one.user, one]),
    )
    return {
      ...(mentions.size > 0 ? { mentions: [...mentions.values()] } : {}),
      ...(group && chat.rights.manage && everybody.test(value) ? { callsAll: true } : {}),
    }
  }

  const step = (by: number) => setActive((at) => (at + by + found.length) % Math.max(1, found.length))
  return { found, active, look, close, choose, called, step, forget: () => void (chosen.current = []) }
}
