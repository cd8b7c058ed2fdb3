import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useChats } from '../../stores/chatStore.ts'
import panel from '../../ui/Panel.module.css'
import { PersonLine } from '../../ui/PersonLine.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { usePeopleSearch } from '../people/index.ts'
import { addContact } from './contact-actions.ts'

/** Finds people by nickname or exact e-mail and puts them among the contacts. */
export function AddContactSheet({ onClose }: { onClose(): void }) {
  const t = useText()
  const me = useAuth((state) => state.session?.user)
  const known = useChats((state) => state.people)
  const [query, setQuery] = useState('')
  const { people, state } = usePeopleSearch(query.trim())
  const shown = people.filter((person) => person.id !== me)
  return (
    <Sheet title={t('people:addContact')} onClose={onClose}>
      <TextInput
        type="search"
        aria-label={t('chats:findLabel')}
        placeholder={t('people:nicknameOrEmail')}
        leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
        autoFocus
        data-autofocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {shown.map((person) => (
        <PersonLine key={person.id} person={person}>
          {(known[person.id] ?? person).contact ? (
            <span className={panel.badge}>{t('people:isContact')}</span>
          ) : (
            <Button size="compact-md" variant="light" onClick={() => void addContact(person)}>
              {t('people:add')}
            </Button>
          )}
        </PersonLine>
      ))}
      <p className={panel.empty} role="status">
        {state === 'idle' && t('chats:findHint')}
        {state === 'searching' && t('chats:searching')}
        {state === 'failed' && t('errors:UNAVAILABLE')}
        {state === 'done' && shown.length === 0 && t('chats:nobody')}
      </p>
    </Sheet>
  )
}
