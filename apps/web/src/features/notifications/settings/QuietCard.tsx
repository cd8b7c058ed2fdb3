import { TextInput, UnstyledButton } from '@mantine/core'
import type { QuietHours } from '@soroka/client/types'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import account from '../../../ui/Settings.module.css'
import css from './settings.module.css'
import { SwitchRow } from './SwitchRow.tsx'

const week = [1, 2, 3, 4, 5, 6, 7]
const usual = { from: 23 * 60, to: 7 * 60, days: week }
/** A Monday. */
const monday = Date.UTC(2024, 0, 1)

const clock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

function minutes(text: string): number | null {
  const [, hours, rest] = /^(\d\d):(\d\d)$/.exec(text) ?? []
  return hours === undefined || rest === undefined ? null : Number(hours) * 60 + Number(rest)
}

interface Props {
  quiet: QuietHours | null | undefined
  onChange(quiet: QuietHours | null): void
}

/** Hours of every day, or of some, in which nothing comes and nothing sounds. */
export function QuietCard({ quiet, onChange }: Props) {
  const t = useText()
  const language = useLanguage()
  // They follow the person: the clock is the one of the device that set them.
  const tz = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  const dayName = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const set = (change: Partial<QuietHours>) => quiet && onChange({ ...quiet, tz, ...change })
  const toggle = (one: number) => {
    if (!quiet) return
    const days = quiet.days.includes(one)
      ? quiet.days.filter((other) => other !== one)
      : [...quiet.days, one].toSorted((a, b) => a - b)
    if (days.length > 0) set({ days })
  }
  return (
    <div className={account.card}>
      <SwitchRow
        id="quiet"
        label={t('notify:quiet.title')}
        hint={t('notify:quiet.hint')}
        on={quiet === undefined ? undefined : quiet !== null}
        onChange={(on) => onChange(on ? { ...usual, tz } : null)}
      />
      {quiet && (
        <>
          <div className={css.times}>
            {(['from', 'to'] as const).map((end) => (
              <TextInput
                key={`${end} ${quiet[end]}`}
                type="time"
                label={t(`notify:quiet.${end}`)}
                defaultValue={clock(quiet[end])}
                onBlur={(event) => {
                  const at = minutes(event.currentTarget.value)
                  if (at !== null && at !== quiet[end]) set({ [end]: at })
                }}
              />
            ))}
          </div>
          <div className={css.days} role="group" aria-label={t('notify:quiet.days')}>
            {week.map((one) => {
              const at = monday + (one - 1) * 86_400_000
              return (
                <UnstyledButton
                  key={one}
                  className={css.day}
                  aria-pressed={quiet.days.includes(one)}
                  title={dayName.format(at)}
                  onClick={() => toggle(one)}
                >
                  {day.format(at)}
                </UnstyledButton>
              )
            })}
          </div>
        </>
      )}
    </div>
  )
}
