import { TextInput, UnstyledButton } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import { IconBookmark, IconLink, IconQrcode, IconSearch, IconUsersPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { PersonLine } from '../../ui/PersonLine.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { closeSheet } from '../../stores/sheetStore.ts'
import { openDirect, openNest, useContacts, usePeopleSearch } from '../people/index.ts'
import css from './StartStep.module.css'

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

interface Props {
  onGroup(): void
  onLink(): void
  onInvite(): void
}

export function StartStep({ onGroup, onLink, onInvite }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const word = plain(query.trim().replace(/^@/, ''))
  const { contacts } = useContacts()
  const { people, state } = usePeopleSearch(query.trim())
  const own = contacts.filter((person) => plain(person.name).includes(word) || plain(person.nickname).startsWith(word))
  const others = people.filter((person) => !own.some(({ id }) => id === person.id))
  const go = (chatId: string | null) => {
    closeSheet()
    if (chatId) void navigate({ to: '/c/$chatId', params: { chatId } })
  }
  const open = (person: PersonView) => void openDirect(person.id).then(go)
  const first = own[0] ?? others[0]
  const list = (all: PersonView[]) => (
    <ul className={css.people}>
      {all.map((person) => (
        <li key={person.id}>
          <PersonLine person={person} onOpen={() => open(person)} />
        </li>
      ))}
    </ul>
  )
  return (
    <Sheet title={t('chats:new')} onClose={closeSheet}>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          if (word !== '' && first) open(first)
        }}
      >
        <TextInput
          type="search"
          aria-label={t('chats:findLabel')}
          placeholder={t('chats:findPlaceholder')}
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
      </form>
      {word === '' && (
        <div className={css.ways}>
          <UnstyledButton className={panel.row} data-accent onClick={onGroup}>
            <IconUsersPlus size={22} stroke={1.8} className={panel.icon} aria-hidden />
            <span className={panel.label}>{t('groups:new')}</span>
          </UnstyledButton>
          <UnstyledButton className={panel.row} data-accent onClick={onInvite}>
            <IconQrcode size={22} stroke={1.8} className={panel.icon} aria-hidden />
            <span className={panel.label}>{t('people:link.invite')}</span>
          </UnstyledButton>
          <UnstyledButton className={panel.row} data-accent onClick={onLink}>
            <IconLink size={22} stroke={1.8} className={panel.icon} aria-hidden />
            <span className={panel.label}>{t('groups:byLink')}</span>
          </UnstyledButton>
          <UnstyledButton className={panel.row} data-accent onClick={() => void openNest().then(go)}>
            <IconBookmark size={22} stroke={1.8} className={panel.icon} aria-hidden />
            <span className={panel.label}>
              {t('chats:nest')}
              <span className={panel.hint}>{t('chats:nestHint')}</span>
            </span>
          </UnstyledButton>
        </div>
      )}
      {own.length > 0 && (
        <>
          <h3 className={panel.heading}>{t('people:contacts')}</h3>
          {list(own)}
        </>
      )}
      {others.length > 0 && (
        <>
          <h3 className={panel.heading}>{t('chats:people')}</h3>
          {list(others)}
        </>
      )}
      <p className={css.note} role="status">
        {state === 'idle' && own.length === 0 && t('chats:findHint')}
        {state === 'searching' && t('chats:searching')}
        {state === 'failed' && t('errors:UNAVAILABLE')}
        {state === 'done' && own.length + others.length === 0 && t('chats:nobody')}
      </p>
    </Sheet>
  )
}
