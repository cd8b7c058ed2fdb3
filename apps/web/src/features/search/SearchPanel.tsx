import { ActionIcon, TextInput } from '@mantine/core'
import type { PersonView, SearchHit } from '@soroka/client/types'
import { IconArrowLeft, IconSearch, IconX } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useEscape } from '../../ui/use-escape.dom.ts'
import { useCoarsePointer } from '../../ui/use-viewport.dom.ts'
import { openDirect, usePeopleSearch } from '../people/index.ts'
import { FilterChips } from './FilterChips.tsx'
import { splitQuery, withFilter, withWords } from './filters.ts'
import { FoundRow } from './FoundRow.tsx'
import { HitRow } from './HitRow.tsx'
import { IndexProgress } from './IndexProgress.tsx'
import pane from '../../ui/ListPane.module.css'
import css from './SearchPanel.module.css'
import { useOwnMatches } from './use-own-matches.ts'
import { useSearch } from './use-search.ts'
import aloud from '../../ui/Aloud.module.css'

const nearEnd = 600

function Hits({ title, hits }: { title: string; hits: SearchHit[] }) {
  if (hits.length === 0) return null
  return (
    <>
      <h2 className={css.heading}>{title}</h2>
      <ul className={css.list}>
        {hits.map((hit) => (
          <li key={hit.message.key}>
            <HitRow hit={hit} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** In the place of the list: own chats by name at once, people, and every message that this device may read. */
export default function SearchPanel() {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const field = useRef<HTMLInputElement>(null)
  const coarse = useCoarsePointer()
  // What the chips say stands apart from what is typed: nobody has to read `has:photo` in his own field.
  const [chosen, setChosen] = useState('')
  const [typed, setTyped] = useState('')
  const query = `${chosen} ${typed}`.trim()
  const setQuery = (next: string) => {
    const parts = splitQuery(next)
    setChosen(withWords(parts.filters, ''))
    setTyped(parts.words)
    if (!coarse) field.current?.focus()
  }
  const { words, filters } = splitQuery(query)
  const byName = filters.length === 0 ? words : ''
  const own = useOwnMatches(byName)
  const { people, state } = usePeopleSearch(byName)
  const { answer, searching, more } = useSearch(query.trim())
  const known = new Map<string, PersonView>()
  for (const person of [...(byName ? (answer?.people ?? []) : []), ...people]) known.set(person.id, person)
  for (const match of own) known.delete(match.person)
  const others = [...known.values()]
  const hits = answer?.hits ?? []
  const close = () => {
    if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '.', search: {}, replace: true })
  }
  useEscape(close)
  const open = (chatId: string) => void navigate({ to: '/c/$chatId', params: { chatId }, replace: true })
  const openPerson = (person: PersonView) => void openDirect(person.id).then(open)
  const first = own[0]
  const nothing = own.length + others.length + hits.length === 0
  const asked = query.trim().length > 1
  const begun = own.length > 0 && byName === ''
  return (
    <section className={pane.pane} aria-label={t('chats:search')}>
      <h1 className={aloud.aloud}>{t('chats:search')}</h1>
      <form
        className={css.header}
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          if (byName === '') return
          if (first) open(first.chat)
          else if (others[0]) openPerson(others[0])
        }}
      >
        <ActionIcon aria-label={t('app:back')} onClick={close}>
          <IconArrowLeft size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
        <TextInput
          className={css.field ?? ''}
          classNames={{ input: pane.input ?? '' }}
          leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
          rightSection={
            query !== '' && (
              <ActionIcon aria-label={t('search:clear')} onClick={() => setQuery('')}>
                <IconX size={18} stroke={2} aria-hidden />
              </ActionIcon>
            )
          }
          ref={field}
          type="search"
          aria-label={t('search:field')}
          placeholder={t('search:placeholder')}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            // As in any field with chips: deleting before the first letter takes the last of them.
            const last = typed === '' && event.key === 'Backspace' ? splitQuery(chosen).filters.at(-1) : undefined
            if (last) setQuery(withFilter(query, last.name, null))
          }}
        />
      </form>
      <FilterChips query={query} onChange={setQuery} />
      <IndexProgress />
      <div
        className={css.results}
        onScroll={({ currentTarget: box }) => {
          if (box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd) more()
        }}
      >
        {own.length > 0 && filters.length === 0 && (
          <>
            <h2 className={css.heading}>{t(begun ? 'search:recent' : 'chats:ownChats')}</h2>
            <ul className={css.list}>
              {own.slice(0, asked ? 6 : 20).map((match) => (
                <FoundRow key={match.chat} chat={match.chat} line={match.line} onOpen={() => open(match.chat)} />
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
                  person={person}
                  line={`@${person.nickname}`}
                  onOpen={() => openPerson(person)}
                />
              ))}
            </ul>
          </>
        )}
        <Hits title={t('search:files')} hits={hits.filter(({ message }) => message.files)} />
        <Hits title={t('search:messages')} hits={hits.filter(({ message }) => !message.files)} />
        <p className={`${pane.note} ${css.note}`} role="status">
          {!asked && own.length === 0 && t('search:hint')}
          {asked && nothing && (searching || state === 'searching') && t('chats:searching')}
          {asked && nothing && !searching && state !== 'searching' && t('search:nothing')}
          {state === 'failed' && nothing && t('errors:UNAVAILABLE')}
        </p>
      </div>
    </section>
  )
}
