import { useState } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { dayLabel } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { PlainButton } from '../../../ui/PlainButton.tsx'
import css from './DayPill.module.css'
import { openDialog } from '../ui-store.ts'

/** Between two days; a tap opens the calendar. */
export function DayPill({ at }: { at: number }) {
  const t = useText()
  const label = dayLabel(at, useNow(), useLanguage())
  return (
    <div className={css.row}>
      <PlainButton
        className={css.pill}
        tabIndex={-1}
        aria-label={t('messages:dayAndJump', { day: label })}
        onClick={() => openDialog({ kind: 'date' })}
      >
        {label}
      </PlainButton>
    </div>
  )
}

/** The day of the topmost message, over the feed while it scrolls. */
export function FloatingDay({ at }: { at: number | null }) {
  const now = useNow()
  const language = useLanguage()
  const [shown, setShown] = useState(at)
  // The last day stays drawn while it fades.
  if (at !== null && at !== shown) setShown(at)
  return (
    <div className={css.floating} data-shown={at !== null || undefined} aria-hidden>
      {shown !== null && <span className={css.pill}>{dayLabel(shown, now, language)}</span>}
    </div>
  )
}
