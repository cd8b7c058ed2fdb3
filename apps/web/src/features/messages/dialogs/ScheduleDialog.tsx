import { Button, Textarea, UnstyledButton } from '@mantine/core'
import type { MessageView } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import field from '../../../ui/Field.module.css'
import { clock, dayName } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { isVisible } from '../text-shape.ts'
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

interface Props {
  /** One that waits already: its words can be changed too. */
  message?: MessageView
  pick(at: number, text: string): void
  onClose(): void
}

/** When a message shall be sent: a quick choice, or a day and a time. */
export default function ScheduleDialog({ message, pick, onClose }: Props) {
  const t = useText()
  const language = useLanguage()
  const [now] = useState(() => Date.now())
  // A choice is made by the minute: while the dialog stands open, the earliest one moves on.
  const minute = useNow()
  const planned = message?.scheduled?.sendAt ?? now + hour
  const [day, setDay] = useState(planned)
  const [time, setTime] = useState(() => clock(planned, 'en'))
  const [text, setText] = useState(message?.text ?? '')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const chosen = new Date(day).setHours(hours, minutes, 0, 0)
  const valid = time !== '' && chosen > minute && chosen < now + limits.scheduleAhead
  const written = message === undefined || isVisible(text)
  const choose = (when: number) => {
    if (!written) return
    onClose()
    pick(when, text.trim().toWellFormed())
  }
  return (
    <Sheet
      low
      title={t(message ? 'messages:schedule.change' : 'messages:sendLater')}
      onClose={onClose}
      footer={
        <Button disabled={!valid || !written} onClick={() => choose(chosen)}>
          {t('messages:schedule.send', {
            day: dayName(chosen, now, language),
            time: clock(chosen, language),
          })}
        </Button>
      }
    >
      {message && (
        <Textarea
          className={css.words ?? ''}
          classNames={{ input: field.area ?? '' }}
          label={t('messages:field')}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={limits.messageText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
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
