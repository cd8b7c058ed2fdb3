import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useNow } from '../../../ui/use-now.ts'
import seg from '../../../ui/Segments.module.css'
import account from '../../../ui/Settings.module.css'

const hour = 3_600_000
const choices = ['off', 'hour', 'eight', 'morning'] as const
type Choice = (typeof choices)[number]

/** Seven o'clock, today or tomorrow. */
function morning(): number {
  const at = new Date()
  if (at.getHours() >= 7) at.setDate(at.getDate() + 1)
  return at.setHours(7, 0, 0, 0)
}

function untilOf(choice: Choice): number {
  if (choice === 'off') return 0
  return choice === 'morning' ? morning() : Date.now() + (choice === 'hour' ? hour : 8 * hour)
}

interface Props {
  until: number | undefined
  onChange(until: number): void
}

/** Peace for some hours, on all devices. */
export function PauseCard({ until, onChange }: Props) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const [chosen, setChosen] = useState<Choice | null>(null)
  const on = until !== undefined && until > now
  // What another device chose is only known by its end.
  const value = on ? (chosen ?? (until - now <= hour ? 'hour' : 'eight')) : 'off'
  const time = new Intl.DateTimeFormat(language, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
  return (
    <div className={account.card}>
      <span className={account.switchText}>
        <b id="notify-pause">{t('notify:pause.title')}</b>
        {on && <span className={account.note}>{t('notify:pause.until', { time: time.format(until) })}</span>}
      </span>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        className={seg.control ?? ''}
        aria-labelledby="notify-pause"
        disabled={until === undefined}
        value={value}
        onChange={(choice) => {
          setChosen(choice)
          onChange(untilOf(choice))
        }}
        data={choices.map((choice) => ({ value: choice, label: t(`notify:pause.${choice}`) }))}
      />
    </div>
  )
}
