import { Button, TextInput } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { VList } from 'virtua'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { AddPeopleSheet } from './AddPeopleSheet.tsx'
import css from './MembersPart.module.css'
import { MemberRow } from './MemberRow.tsx'
import { useMembers } from './use-members.ts'

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

/** Everybody, windowed: a group may have 1,000. */
export function MembersPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const { members, loaded, refresh } = useMembers(chat)
  const [query, setQuery] = useState('')
  const [adding, setAdding] = useState(false)
  const word = plain(query.trim().replace(/^@/, ''))
  const shown = members.filter(
    ({ person }) => plain(person.name).includes(word) || plain(person.nickname).startsWith(word),
  )
  return (
    <div className={css.members}>
      <div className={css.top}>
        <TextInput
          type="search"
          aria-label={t('groups:members.find')}
          placeholder={t('groups:members.find')}
          leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {chat.rights.add && !chat.left && (
          <Button
            variant="light"
            leftSection={<IconUserPlus size={20} stroke={1.8} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('groups:add.title')}
          </Button>
        )}
      </div>
      <VList className={css.list} data={shown} itemSize={60} tabIndex={-1}>
        {(member) => <MemberRow key={member.person.id} chat={chat} member={member} refresh={refresh} />}
      </VList>
      {loaded && shown.length === 0 && <p className={panel.empty}>{t('chats:nobody')}</p>}
      {adding && (
        <AddPeopleSheet
          chat={chat}
          members={members}
          onClose={() => {
            setAdding(false)
            refresh()
          }}
        />
      )}
    </div>
  )
}
