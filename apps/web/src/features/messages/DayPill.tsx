import { useState } from 'react'
import { useLanguage } from '../../i18n/i18n.ts'
import { dayLabel } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import css from './DayPill.module.css'

export function DayPill({ at }: { at: number }) {
  const label = dayLabel(at, useNow(), useLanguage())
  return (
    <div className={css.row}>
      <span className={css.pill}>{label}</span>
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
