import { ActionIcon, TextInput } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconArrowLeft, IconCalendar, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useEffectEvent, useState } from 'react'
import type { Place } from '../../app/place.ts'
import { useText } from '../../i18n/i18n.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { useEscape } from '../../ui/use-escape.dom.ts'
import { useReturnFocus } from '../../ui/use-return-focus.dom.ts'
import css from './SeekBar.module.css'
import { useSearch } from './use-search.ts'

function withoutSeek(place: Place): Place {
  const rest = { ...place }
  delete rest.seek
  return rest
}

/** The open chat's own search, in the place of its header: Enter and the arrows walk from the newest hit to the oldest. */
export default function SeekBar({ id, onDate }: { id: ChatId; onDate(): void }) {
  const t = useText()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const { answer, searching, more } = useSearch(query.trim(), id)
  const hits = answer?.hits ?? []
  const current = hits[at]?.message
  const place = current?.seq
  const jump = useEffectEvent(() => {
    if (current)
      chatStore.getState().setJump({ chat: id, id: current.id, ...(place === undefined ? {} : { seq: place }) })
  })
  useEffect(() => {
    if (current?.key !== undefined) jump()
  }, [current?.key])
  const close = () => void navigate({ to: '.', search: withoutSeek, replace: true })
  useEscape(close)
  useReturnFocus()
  const step = (by: 1 | -1) => {
    if (hits.length === 0) return
    if (at + by >= hits.length - 3) more()
    setAt(Math.max(0, Math.min(hits.length - 1, at + by)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    step(event.key === 'ArrowUp' ? 1 : -1)
  }
  const count =
    hits.length > 0
      ? t('search:place', { at: at + 1, total: answer?.more ? `${hits.length}+` : hits.length })
      : query.trim().length > 1 && !searching
        ? t('search:none')
        : ''
  return (
    <form
      className={css.bar}
      role="search"
      aria-label={t('search:inChat')}
      onSubmit={(event) => {
        event.preventDefault()
        step(1)
      }}
    >
      <ActionIcon aria-label={t('search:close')} onClick={close}>
        <IconArrowLeft size={23} stroke={1.8} aria-hidden />
      </ActionIcon>
      <TextInput
        className={css.field ?? ''}
        classNames={{ input: css.input ?? '' }}
        type="search"
        aria-label={t('search:inChat')}
        placeholder={t('search:inChat')}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        maxLength={254}
        value={query}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setAt(0)
        }}
      />
      <span className={css.count} role="status">
        {count}
      </span>
      {query === '' && (
        <ActionIcon aria-label={t('messages:toDate')} onClick={onDate}>
          <IconCalendar size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon aria-label={t('search:older')} disabled={at >= hits.length - 1} onClick={() => step(1)}>
        <IconChevronUp size={23} stroke={1.8} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={t('search:newer')} disabled={at === 0} onClick={() => step(-1)}>
        <IconChevronDown size={23} stroke={1.8} aria-hidden />
      </ActionIcon>
    </form>
  )
}
