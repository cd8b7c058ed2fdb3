import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useNow } from '../../../ui/use-now.ts'
import css from './Calendar.module.css'

interface Props {
  /** The chosen day. */
  value: number
  /** Days outside of these can't be chosen. */
  min?: number
  max?: number
  onPick(day: number): void
}

const week = [1, 2, 3, 4, 5, 6, 7]
const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0)
const monthOf = (at: number) => {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime()
}
const shift = (at: number, days: number, months = 0) => {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth() + months, date.getDate() + days).getTime()
}

/** The days that a month's grid shows: whole weeks from Monday; null stands for the neighbours' days. */
function grid(month: number): (number | null)[] {
  const before = (new Date(month).getDay() + 6) % 7
  const next = shift(month, 0, 1)
  const days: (number | null)[] = Array.from({ length: before }, () => null)
  for (let day = month; day < next; day = shift(day, 1)) days.push(day)
  return days
}

/** A month with one tab stop; the arrows walk over days and weeks. */
export function Calendar({ value, min = 0, max = Infinity, onPick }: Props) {
  const t = useText()
  const language = useLanguage()
  const today = startOfDay(useNow())
  const chosen = startOfDay(value)
  const [month, setMonth] = useState(() => monthOf(value))
  const [at, setAt] = useState(chosen)
  const table = useRef<HTMLDivElement>(null)
  const allowed = (day: number) => day >= startOfDay(min) && day <= max
  const focused = monthOf(at) === month ? at : month
  const title = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(month)
  const names = new Intl.DateTimeFormat(language, { weekday: 'short' })
  const full = new Intl.DateTimeFormat(language, { dateStyle: 'full' })
  const go = (day: number) => {
    setAt(day)
    setMonth(monthOf(day))
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number | undefined> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
    const months: Record<string, number | undefined> = { PageUp: -1, PageDown: 1 }
    const step = steps[event.key]
    const leap = months[event.key]
    if (step === undefined && leap === undefined) return
    event.preventDefault()
    go(shift(focused, step ?? 0, leap ?? 0))
  }
  return (
    <div className={css.calendar}>
      <div className={css.head}>
        <ActionIcon aria-label={t('messages:calendar.before')} onClick={() => setMonth(shift(month, 0, -1))}>
          <IconChevronLeft size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
        <span className={css.title} aria-live="polite">
          {title.charAt(0).toLocaleUpperCase(language) + title.slice(1)}
        </span>
        <ActionIcon aria-label={t('messages:calendar.after')} onClick={() => setMonth(shift(month, 0, 1))}>
          <IconChevronRight size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
      <div className={css.days} aria-hidden>
        {/* The first of January 2024 was a Monday. */}
        {week.map((day) => (
          <span key={day} className={css.weekday}>
            {names.format(new Date(2024, 0, day))}
          </span>
        ))}
      </div>
      <div ref={table} className={css.days} role="group" aria-label={title}>
        {grid(month).map((day, index) =>
          day === null ? (
            <span key={index} />
          ) : (
            <UnstyledButton
              key={index}
              data-day={day}
              className={css.day}
              data-today={day === today || undefined}
              data-autofocus={day === focused || undefined}
              aria-pressed={day === chosen}
              aria-label={full.format(day)}
              disabled={!allowed(day)}
              tabIndex={day === focused ? 0 : -1}
              onKeyDown={onKeyDown}
              onClick={() => {
                setAt(day)
                onPick(day)
              }}
            >
              {new Date(day).getDate()}
            </UnstyledButton>
          ),
        )}
      </div>
    </div>
  )
}
