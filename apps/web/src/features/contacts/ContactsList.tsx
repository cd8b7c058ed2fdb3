import { ActionIcon, Button, TextInput } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import {
  IconMessageCircle,
  IconPhone,
  IconQrcode,
  IconSearch,
  IconUserMinus,
  IconUserPlus,
  IconVideo,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type MouseEvent, Suspense, useState } from 'react'
import { VList } from 'virtua'
import { usePageTitle } from '../../app/use-page-title.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import pane from '../../ui/ListPane.module.css'
import { Magpie } from '../../ui/Magpie.tsx'
import { openMenu } from '../../ui/layer-store.ts'
import { PersonLine } from '../../ui/PersonLine.tsx'
import { useNow } from '../../ui/use-now.ts'
import { startCall } from '../calls/index.ts'
import {
  MyLinkSheet,
  openDirect,
  presenceText,
  statusText,
  TrustMark,
  useContacts,
  useRefreshContacts,
} from '../people/index.ts'
import { AddContactSheet } from './AddContactSheet.tsx'
import { removeContact } from './contact-actions.ts'
import css from './ContactsList.module.css'

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

export default function ContactsList() {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const navigate = useNavigate()
  const refresh = useRefreshContacts()
  const [query, setQuery] = useState('')
  const [adding, setAdding] = useState(false)
  const [inviting, setInviting] = useState(false)
  const { contacts, loaded } = useContacts()
  const word = plain(query.trim().replace(/^@/, ''))
  const shown = contacts.filter(
    (person) => plain(person.name).includes(word) || plain(person.nickname).startsWith(word),
  )
  usePageTitle(t('people:contacts'))
  const open = (person: PersonView) =>
    void openDirect(person.id).then((chatId) => navigate({ to: '/c/$chatId', params: { chatId } }))
  const call = (person: PersonView, video: boolean) =>
    void openDirect(person.id).then((chatId) => startCall(chatId, video))
  const callItems = (person: PersonView) => [
    { label: t('people:call'), icon: <IconPhone size={20} stroke={1.8} />, run: () => call(person, false) },
    { label: t('people:videoCall'), icon: <IconVideo size={20} stroke={1.8} />, run: () => call(person, true) },
  ]
  const menu = (person: PersonView) => (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    const box = event.currentTarget.getBoundingClientRect()
    openMenu({
      x: event.clientX || box.left + 64,
      y: event.clientY || box.bottom,
      label: person.name,
      items: [
        ...(person.blocked ? [] : callItems(person)),
        { label: t('people:write'), icon: <IconMessageCircle size={20} stroke={1.8} />, run: () => open(person) },
        {
          label: t('people:removeContact'),
          icon: <IconUserMinus size={20} stroke={1.8} />,
          danger: true,
          run: () => void removeContact(person).then(refresh),
        },
      ],
    })
  }
  return (
    <section className={pane.pane} aria-label={t('people:contacts')}>
      <header className={pane.header}>
        <h1 className={pane.title}>{t('people:contacts')}</h1>
        <ActionIcon aria-label={t('people:link.invite')} onClick={() => setInviting(true)}>
          <IconQrcode size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t('people:addContact')} onClick={() => setAdding(true)}>
          <IconUserPlus size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      </header>
      {contacts.length > 0 && (
        <TextInput
          className={css.search ?? ''}
          classNames={{ input: pane.input ?? '' }}
          type="search"
          aria-label={t('people:findContact')}
          placeholder={t('people:findContact')}
          leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {contacts.length > 0 ? (
        <VList className={css.rows} data={shown} itemSize={60} tabIndex={-1}>
          {(person) => (
            <div key={person.id} className={css.item}>
              <PersonLine
                person={person}
                line={statusText(person, now) || presenceText(person, now, language, t)}
                live={person.online}
                onOpen={() => open(person)}
                onMenu={menu(person)}
              >
                <TrustMark verification={person.verification} size={18} />
              </PersonLine>
            </div>
          )}
        </VList>
      ) : (
        loaded && (
          <div className={css.empty}>
            <Magpie />
            <p>{t('people:noContacts')}</p>
            <Button onClick={() => setAdding(true)}>{t('people:addContact')}</Button>
            <Button
              variant="light"
              leftSection={<IconQrcode size={20} stroke={1.8} aria-hidden />}
              onClick={() => setInviting(true)}
            >
              {t('people:link.invite')}
            </Button>
          </div>
        )
      )}
      {contacts.length > 0 && shown.length === 0 && (
        <p className={`${pane.note} ${css.note}`}>{t('people:noContact')}</p>
      )}
      <Suspense fallback={null}>{inviting && <MyLinkSheet onClose={() => setInviting(false)} />}</Suspense>
      {adding && (
        <AddContactSheet
          onClose={() => {
            setAdding(false)
            refresh()
          }}
        />
      )}
    </section>
  )
}
