import { TextInput, UnstyledButton } from '@mantine/core'
import { IconAt, IconCalendarDown, IconCalendarUp, IconLink, IconMessages, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { type MenuItem, openMenuAt } from '../../ui/layer-store.ts'
import { dayLabel } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { type FilterName, splitQuery, withFilter } from './filters.ts'
import css from './FilterChips.module.css'

const icons = { from: IconAt, in: IconMessages, has: IconLink, after: IconCalendarDown, before: IconCalendarUp }
const shown = ['from', 'in', 'has', 'after', 'before'] as const
const offered = 12

interface Props {
  query: string
  onChange(query: string): void
}

/** Filters as chips: the same as writing from:, in:, has:, before:, after: by hand. */
export function FilterChips({ query, onChange }: Props) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const [dating, setDating] = useState<'before' | 'after' | null>(null)
  const { filters } = splitQuery(query)
  const set = (name: FilterName, value: string | null) => onChange(withFilter(query, name, value))
  const choices = (name: 'from' | 'in' | 'has'): MenuItem[] => {
    const { people, chats, order } = chatStore.getState()
    if (name === 'has')
      return (['link', 'poll'] as const).map((kind) => ({
        label: t(`search:has.${kind}`),
        run: () => set('has', kind),
      }))
    if (name === 'from')
      return Object.values(people)
        .filter((person) => person.nickname !== '')
        .toSorted((a, b) => a.name.localeCompare(b.name, language))
        .slice(0, 100)
        .map((person) => ({ label: person.name, run: () => set('from', person.nickname) }))
    return order.slice(0, offered).flatMap((id): MenuItem[] => {
      const chat = chats[id]
      return chat ? [{ label: chatTitle(chat, t), run: () => set('in', chatTitle(chat, t)) }] : []
    })
  }
  const words = (name: FilterName, value: string) => {
    if (name === 'has') return /poll|опрос/.test(value) ? t('search:has.poll') : t('search:has.link')
    const date = name === 'before' || name === 'after' ? Date.parse(value) : Number.NaN
    return `${t(`search:filter.${name}`)}: ${Number.isNaN(date) ? value : dayLabel(date, now, language)}`
  }
  return (
    <div className={css.chips} role="group" aria-label={t('search:filters')}>
      {shown.map((name) => {
        const Icon = icons[name]
        const value = filters.find((one) => one.name === name)?.value
        if (value !== undefined)
          return (
            <UnstyledButton
              key={name}
              className={css.chip}
              data-on
              aria-label={t('search:dropFilter', { filter: words(name, value) })}
              onClick={() => set(name, null)}
            >
              {words(name, value)}
              <IconX size={15} stroke={2.2} aria-hidden />
            </UnstyledButton>
          )
        if (name === dating)
          return (
            <TextInput
              key={name}
              type="date"
              className={css.date ?? ''}
              classNames={{ input: css.dateInput ?? '' }}
              aria-label={t(`search:filter.${name}`)}
              autoFocus
              onBlur={() => setDating(null)}
              onChange={(event) => {
                const { value: day } = event.currentTarget
                if (/^[12]\d{3}-\d\d-\d\d$/.test(day)) {
                  set(name, day)
                  setDating(null)
                }
              }}
            />
          )
        return (
          <UnstyledButton
            key={name}
            className={css.chip}
            aria-haspopup={name === 'before' || name === 'after' ? undefined : 'menu'}
            onClick={(event) =>
              name === 'before' || name === 'after'
                ? setDating(name)
                : openMenuAt(event.currentTarget, t(`search:filter.${name}`), choices(name))
            }
          >
            <Icon size={16} stroke={1.9} aria-hidden />
            {t(`search:filter.${name}`)}
          </UnstyledButton>
        )
      })}
    </div>
  )
}
