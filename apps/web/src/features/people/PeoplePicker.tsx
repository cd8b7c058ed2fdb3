import { TextInput, UnstyledButton } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import line from '../../ui/PersonLine.module.css'
import css from './PeoplePicker.module.css'
import { useKnown } from './use-contacts.ts'
import { usePeopleSearch } from './use-people-search.ts'
import aloud from '../../ui/Aloud.module.css'

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

interface Props {
  chosen: PersonView[]
  onChange(chosen: PersonView[]): void
  /** People who are in already. */
  without?: ReadonlySet<UserId>
}

/** Any number of people: contacts and those one talks with at once, others of the server by nickname or e-mail; the chosen ones are chips. */
export function PeoplePicker({ chosen, onChange, without }: Props) {
  const t = useText()
  const me = useAuth((state) => state.session?.user)
  const [query, setQuery] = useState('')
  const word = plain(query.trim().replace(/^@/, ''))
  const known = useKnown()
  const { people, state } = usePeopleSearch(query.trim())
  const own = known.filter((person) => plain(person.name).includes(word) || plain(person.nickname).startsWith(word))
  const found = people.filter((person) => !own.some(({ id }) => id === person.id))
  const shown = [...own, ...found].filter((person) => person.id !== me && !without?.has(person.id))
  const isChosen = (person: PersonView) => chosen.some(({ id }) => id === person.id)
  const toggle = (person: PersonView) => {
    onChange(isChosen(person) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person])
    // The next one is looked for from the beginning.
    setQuery('')
  }
  return (
    <>
      <TextInput
        type="search"
        data-autofocus
        aria-label={t('chats:findLabel')}
        placeholder={t('chats:findPlaceholder')}
        leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {chosen.length > 0 && (
        <ul className={css.chips} aria-label={t('groups:chosen')}>
          {chosen.map((person) => (
            <li key={person.id}>
              <UnstyledButton className={css.chip} onClick={() => toggle(person)}>
                <span className={aloud.aloud}>{t('groups:unchoose', { name: person.name })}</span>
                <Avatar id={person.id} name={person.name} size="xs" />
                <span className={css.name} aria-hidden>
                  {person.name}
                </span>
                <IconX size={16} stroke={2} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <ul className={css.people}>
        {shown.map((person) => (
          <li key={person.id}>
            <label className={line.row}>
              <Avatar id={person.id} name={person.name} size="sm" online={person.online} />
              <span className={line.names}>
                <bdi className={line.name}>{person.name}</bdi>
                <span className={line.line}>{`@${person.nickname}`}</span>
              </span>
              <input type="checkbox" className={css.tick} checked={isChosen(person)} onChange={() => toggle(person)} />
            </label>
          </li>
        ))}
      </ul>
      <p className={css.note} role="status">
        {state === 'searching' && t('chats:searching')}
        {state === 'failed' && t('errors:UNAVAILABLE')}
        {state === 'done' && shown.length === 0 && t('chats:nobody')}
        {state === 'idle' && shown.length === 0 && t('chats:findHint')}
      </p>
    </>
  )
}
