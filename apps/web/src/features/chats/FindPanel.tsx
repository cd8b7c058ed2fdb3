import { ActionIcon, TextInput } from '@mantine/core'
import { IconArrowLeft, IconSearch } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { type FoundPerson, openDirect, usePeopleSearch } from '../people/index.ts'
import { useEscape } from '../../ui/use-escape.dom.ts'
import css from './FindPanel.module.css'
import { FoundRow } from './FoundRow.tsx'
import { useOwnMatches } from './use-own-matches.ts'

/** In the place of the list: own chats by name at once, then people of the server by nickname or exact e-mail. */
export function FindPanel() {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const [query, setQuery] = useState('')
  const word = query.trim()
  const own = useOwnMatches(word)
  const { people, state } = usePeopleSearch(word)
  const others = people.filter((person) => !own.some((match) => match.person === person.id))
  const close = () => {
    if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '.', search: {}, replace: true })
  }
  useEscape(close)
  const open = (chatId: string) => void navigate({ to: '/c/$chatId', params: { chatId }, replace: true })
  const openPerson = (person: FoundPerson) => void openDirect(person.id).then(open)
  const first = own[0]
  return (
    <section className={css.panel} aria-label={t('chats:search')}>
      <h1 className={css.hidden}>{t('chats:search')}</h1>
      <form
        className={css.header}
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          if (first) open(first.chat)
          else if (others[0]) openPerson(others[0])
        }}
      >
        <ActionIcon aria-label={t('app:back')} onClick={close}>
          <IconArrowLeft size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
        <TextInput
          className={css.field ?? ''}
          classNames={{ input: css.input ?? '' }}
          leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
          type="search"
          aria-label={t('chats:findLabel')}
          placeholder={t('chats:findPlaceholder')}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </form>
      <div className={css.results}>
        {own.length > 0 && (
          <>
            <h2 className={css.heading}>{t('chats:ownChats')}</h2>
            <ul className={css.list}>
              {own.map((match) => (
                <FoundRow
                  key={match.chat}
                  id={match.person}
                  name={match.name}
                  line={match.line}
                  online={match.online}
                  onOpen={() => open(match.chat)}
                />
              ))}
            </ul>
          </>
        )}
        {others.length > 0 && (
          <>
            <h2 className={css.heading}>{t('chats:people')}</h2>
            <ul className={css.list}>
              {others.map((person) => (
                <FoundRow
                  key={person.id}
                  id={person.id}
                  name={person.name}
                  line={`@${person.nickname}`}
                  online={person.online}
                  onOpen={() => openPerson(person)}
                />
              ))}
            </ul>
          </>
        )}
        <p className={css.note} role="status">
          {state === 'idle' && own.length === 0 && t('chats:findHint')}
          {state === 'searching' && t('chats:searching')}
          {state === 'failed' && t('errors:UNAVAILABLE')}
          {state === 'done' && own.length + others.length === 0 && t('chats:nobody')}
        </p>
      </div>
    </section>
  )
}
