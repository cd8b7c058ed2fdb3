import type { PersonView } from '@soroka/client/types'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { engine } from '../../engine/engine.ts'
import { useLanguage } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'

const contactsKey = ['contacts']
const blockedKey = ['blocked']

/** My contacts by name, with the freshest presence. */
export function useContacts(): { contacts: PersonView[]; loaded: boolean } {
  const language = useLanguage()
  const people = useChats((state) => state.people)
  const { data } = useQuery({ queryKey: contactsKey, queryFn: () => engine.contacts.list(), staleTime: 0 })
  const contacts = useMemo(
    () =>
      (data ?? [])
        .map((person) => ({ ...person, ...people[person.id] }))
        .filter((person) => person.contact)
        .toSorted((a, b) => a.name.localeCompare(b.name, language)),
    [data, people, language],
  )
  return { contacts, loaded: data !== undefined }
}

/** My contacts, and whoever else I talk with. */
export function useKnown(): PersonView[] {
  const language = useLanguage()
  const { contacts } = useContacts()
  const chats = useChats((state) => state.chats)
  return useMemo(() => {
    const known = new Map(contacts.map((person) => [person.id, person]))
    for (const { peer, request } of Object.values(chats))
      if (peer && !request && !peer.blocked && !known.has(peer.id)) known.set(peer.id, peer)
    return [...known.values()].toSorted((a, b) => a.name.localeCompare(b.name, language))
  }, [contacts, chats, language])
}

export function useBlocked(): { blocked: PersonView[]; loaded: boolean; failed: boolean } {
  const { data, isError } = useQuery({ queryKey: blockedKey, queryFn: () => engine.contacts.blocked(), staleTime: 0 })
  return { blocked: data ?? [], loaded: data !== undefined, failed: isError && data === undefined }
}

/** After a change of contacts or blocks. */
export function useRefreshContacts(): () => void {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: contactsKey })
    void queries.invalidateQueries({ queryKey: blockedKey })
  }
}
