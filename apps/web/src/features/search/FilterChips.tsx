import { TextInput, UnstyledButton } from '@mantine/core'
import {
  IconAt,
  IconCalendarDown,
  IconCalendarUp,
  IconChartBar,
  IconFile,
  IconLink,
  IconMessages,
  IconMicrophone,
  IconPhoto,
  IconVideo,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import chips from '../../ui/Chips.module.css'
import { type MenuItem, openMenuAt } from '../../ui/layer-store.ts'
import { dayLabel } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { dayOf, type FilterName, splitQuery, type Thing, thingOf, things, withFilter } from './filters.ts'
import css from './FilterChips.module.css'

const icons = { from: IconAt, in: IconMessages, after: IconCalendarDown, before: IconCalendarUp }
const thingIcons: Readonly<Record<Thing, typeof IconFile>> = {
  photo: IconPhoto,
  video: IconVideo,
  file: IconFile,
  voice: IconMicrophone,
  link: IconLink,
  poll: IconChartBar,
}
const shown = ['has', 'from', 'in', 'after', 'before'] as const
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
  const self = useAuth((state) => state.session?.user)
  const set = (name: FilterName, value: string | null) => onChange(withFilter(query, name, value))
  const choices = (name: 'from' | 'in'): MenuItem[] => {
    const { people, chats, order } = chatStore.getState()
    if (name === 'from') {
      const others = Object.values(people)
        .filter((person) => person.name !== '' && person.id !== self)
        .toSorted((a, b) => a.name.localeCompare(b.name, language))
        .slice(0, 100)
        .map((person) => ({
          label: person.name,
          run: () => set('from', person.nickname === '' ? person.name : person.nickname),
        }))
      return [{ label: t('messages:you'), run: () => set('from', t('search:me')) }, ...others]
    }
    return order.slice(0, offered).flatMap((id): MenuItem[] => {
      const chat = chats[id]
      return chat ? [{ label: chatTitle(chat, t), run: () => set('in', chatTitle(chat, t)) }] : []
    })
  }
  // What is chosen stands first: nobody looks for it beyond the edge.
  const isSet = (name: FilterName) => filters.some((one) => one.name === name)
  const bySet = (a: FilterName, b: FilterName) => Number(isSet(b)) - Number(isSet(a))
  const words = (name: FilterName, value: string) => {
    const thing = name === 'has' ? thingOf(value) : undefined
    if (thing) return t(`search:has.${thing}`)
    const date = name === 'before' || name === 'after' ? dayOf(value) : null
    return `${t(`search:filter.${name}`)}: ${date === null ? value : dayLabel(date, now, language)}`
  }
  return (
    <div className={chips.row} role="group" aria-label={t('search:filters')}>
      {shown.toSorted(bySet).map((name) => {
        const value = filters.find((one) => one.name === name)?.value
        if (value !== undefined)
          return (
            <UnstyledButton
              key={name}
              className={chips.chip}
              data-on
              aria-label={t('search:dropFilter', { filter: words(name, value) })}
              onClick={() => set(name, null)}
            >
              <bdi className={chips.name}>{words(name, value)}</bdi>
              <IconX size={15} stroke={2.2} aria-hidden />
            </UnstyledButton>
          )
        if (name === 'has')
          return things.map((thing) => {
            const Icon = thingIcons[thing]
            return (
              <UnstyledButton key={thing} className={chips.chip} onClick={() => set('has', thing)}>
                <Icon size={16} stroke={1.9} aria-hidden />
                {t(`search:has.${thing}`)}
              </UnstyledButton>
            )
          })
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
        const Icon = icons[name]
        return (
          <UnstyledButton
            key={name}
            className={chips.chip}
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
