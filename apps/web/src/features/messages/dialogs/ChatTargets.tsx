import { TextInput, UnstyledButton } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconBookmark, IconCheck, IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { chatTitle } from '../../../ui/chat-title.ts'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import { openNest } from '../../people/index.ts'
import css from './dialogs.module.css'

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')
const most = 100

/** Chats where I may write, by what was typed; the Nest is always at hand. */
function useTargets(query: string) {
  const t = useText()
  const chats = useChats((state) => state.chats)
  const order = useChats((state) => state.order)
  return useMemo(() => {
    const word = plain(query.trim())
    return order
      .flatMap((id) => chats[id] ?? [])
      .filter((chat) => chat.rights.write && !chat.left && !chat.request && chat.peer?.blocked !== true)
      .filter((chat) => plain(`${chatTitle(chat, t)} ${chat.peer?.nickname ?? ''}`).includes(word))
      .toSorted((a, b) => Number(b.kind === 'nest') - Number(a.kind === 'nest'))
      .slice(0, most)
  }, [chats, order, query, t])
}

interface Props {
  chosen: ReadonlySet<ChatId>
  onChange(chosen: ReadonlySet<ChatId>): void
}

/** Any number of chats that something goes to, found by name. */
export function ChatTargets({ chosen, onChange }: Props) {
  const t = useText()
  const [query, setQuery] = useState('')
  const targets = useTargets(query)
  // Who has not opened it yet can keep things there too.
  const noNest = useChats((state) => state.loaded && !Object.values(state.chats).some(({ kind }) => kind === 'nest'))
  const offersNest = noNest && plain(t('chats:nest')).includes(plain(query.trim()))
  const toggle = (id: ChatId) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChange(next)
  }
  return (
    <>
      <div className={css.search}>
        <TextInput
          type="search"
          data-autofocus
          leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
          placeholder={t('messages:forwardSearch')}
          aria-label={t('messages:forwardSearch')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      {targets.length === 0 && !offersNest && <p className={css.empty}>{t('messages:nothingFound')}</p>}
      <div role="group" aria-label={t('messages:forwardTargets')}>
        {offersNest && (
          <UnstyledButton
            className={css.row}
            role="checkbox"
            aria-checked={false}
            onClick={() => void openNest().then((id) => id && toggle(id))}
          >
            <span className={css.nest}>
              <IconBookmark size={22} stroke={1.8} aria-hidden />
            </span>
            <span className={css.names}>
              <bdi className={css.name}>{t('chats:nest')}</bdi>
            </span>
            <span className={css.check} aria-hidden />
          </UnstyledButton>
        )}
        {targets.map((target) => (
          <UnstyledButton
            key={target.id}
            className={css.row}
            role="checkbox"
            aria-checked={chosen.has(target.id)}
            onClick={() => toggle(target.id)}
          >
            <ChatAvatar chat={target} size="sm" presence={false} />
            <span className={css.names}>
              <bdi className={css.name}>{chatTitle(target, t)}</bdi>
            </span>
            <span className={css.check} data-on={chosen.has(target.id) || undefined} aria-hidden>
              {chosen.has(target.id) && <IconCheck size={15} stroke={3} />}
            </span>
          </UnstyledButton>
        ))}
      </div>
    </>
  )
}
