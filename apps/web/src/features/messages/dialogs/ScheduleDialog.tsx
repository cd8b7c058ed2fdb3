import { Button, UnstyledButton } from '@mantine/core'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { clock, dayName } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { Calendar } from './Calendar.tsx'
import css from './dialogs.module.css'

const hour = 3_600_000
const soonest = 60_000
const at = (days: number, hours: number) => {
  const date = new Date()
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hours).getTime()
}

/** Times that people mean most: in an hour, this evening, tomorrow morning, on Monday. */
function quickChoices(now: number): { name: string; at: number }[] {
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7
  return [
    { name: 'hour', at: now + hour },
    { name: 'evening', at: at(0, 19) },
    { name: 'morning', at: at(1, 9) },
    { name: 'monday', at: at(toMonday, 9) },
  ].filter((choice) => choice.at > now + soonest)
}

/** When a message shall be sent: a quick choice, or a day and a time. */
export default function ScheduleDialog({ pick, onClose }: { pick(at: number): void; onClose(): void }) {
  const t = useText()
  const language = useLanguage()
  const [now] = useState(() => Date.now())
  // A choice is made by the minute: while the dialog stands open, the earliest one moves on.
  const minute = useNow()
  const [day, setDay] = useState(now)
  const [time, setTime] = useState(() => clock(now + hour, 'en'))
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const chosen = new Date(day).setHours(hours, minutes, 0, 0)
  const valid = time !== '' && chosen > minute && chosen < now + limits.scheduleAhead
  const choose = (when: number) => {
    onClose()
    pick(when)
  }
  return (
    <Sheet
      low
      title={t('messages:sendLater')}
      onClose={onClose}
      footer={
        <Button disabled={!valid} onClick={() => choose(chosen)}>
          {t('messages:schedule.send', {
            day: dayName(chosen, now, language),
            time: clock(chosen, language),
          })}
        </Button>
      }
    >
      <div className={css.choices}>
        {quickChoices(now).map((choice) => (
          <UnstyledButton key={choice.name} className={css.choice} onClick={() => choose(choice.at)}>
            {t(`messages:schedule.${choice.name}`)}
          </UnstyledButton>
        ))}
      </div>
      <Calendar value={day} min={now} max={now + limits.scheduleAhead} onPick={setDay} />
      <label className={css.time}>
        {t('messages:schedule.time')}
        <input type="time" value={time} onChange={(event) => setTime(event.currentTarget.value)} />
      </label>
      {!valid && <p className={css.error}>{t('messages:schedule.past')}</p>}
    </Sheet>
  )
}
