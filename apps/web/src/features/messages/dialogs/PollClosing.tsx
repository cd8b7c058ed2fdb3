import { UnstyledButton } from '@mantine/core'
import { useText } from '../../../i18n/i18n.ts'
import { useNow } from '../../../ui/use-now.ts'
import css from './dialogs.module.css'

const hour = 3_600_000
const spans = { hour, day: 24 * hour, week: 7 * 24 * hour } as const
const choices = ['byHand', 'hour', 'day', 'week', 'time'] as const

/** When a poll ends: by its author's hand, after a while, or at a moment (NaN until it is whole). */
export type Closing = { kind: 'byHand' | keyof typeof spans } | { kind: 'time'; at: number }

/** Whole minutes: people read no others. */
export function closingTime(closing: Closing, now: number): number | undefined {
  if (closing.kind === 'byHand') return undefined
  if (closing.kind === 'time') return closing.at
  return Math.ceil((now + spans[closing.kind]) / 60_000) * 60_000
}

/** What the browser's own field for a moment reads and writes: 2026-11-21T18:30, by the clock on the wall. */
function localTime(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return date.toISOString().slice(0, 16)
}

interface Props {
  closing: Closing
  late: boolean
  onChange(closing: Closing): void
}

export function PollClosing({ closing, late, onChange }: Props) {
  const t = useText()
  const minute = useNow()
  return (
    <section aria-labelledby="poll-closing">
      <h3 className={css.heading} id="poll-closing">
        {t('messages:poll.closes')}
      </h3>
      <div className={css.choices} role="group" aria-labelledby="poll-closing">
        {choices.map((kind) => (
          <UnstyledButton
            key={kind}
            className={css.choice}
            aria-pressed={closing.kind === kind}
            onClick={() => onChange(kind === 'time' ? { kind, at: Date.now() + spans.day } : { kind })}
          >
            {t(`messages:poll.closing.${kind}`)}
          </UnstyledButton>
        ))}
      </div>
      {closing.kind === 'time' && (
        <label className={css.time}>
          {t('messages:poll.closingTime')}
          <input
            type="datetime-local"
            defaultValue={localTime(closing.at)}
            min={localTime(minute)}
            onChange={(event) => onChange({ kind: 'time', at: Date.parse(event.currentTarget.value) })}
          />
        </label>
      )}
      {late && <p className={css.error}>{t('messages:schedule.past')}</p>}
    </section>
  )
}
