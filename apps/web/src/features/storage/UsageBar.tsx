import { Box } from '@mantine/core'
import { useLanguage } from '../../i18n/i18n.ts'
import { bytesText } from '../media/index.ts'
import css from './storage.module.css'

export interface Part {
  name: string
  bytes: number
  tone: 'accent' | 'ink' | 'quiet'
}

/** A bar of parts; below it each has its name and size, so that no colour says anything alone. `most`: what the whole bar means. */
export function UsageBar({ parts, most }: { parts: Part[]; most?: number }) {
  const language = useLanguage()
  const shown = parts.filter(({ bytes }) => bytes > 0)
  const whole = Math.max(
    most ?? 1,
    shown.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  return (
    <div className={css.usage}>
      <div className={css.bar} aria-hidden>
        {shown.map(({ name, bytes, tone }) => (
          <Box
            key={name}
            className={css.part ?? ''}
            data-tone={tone}
            __vars={{ '--part': `${Math.max(1, (bytes / whole) * 100)}%` }}
          />
        ))}
      </div>
      <ul className={css.legend}>
        {shown.map(({ name, bytes, tone }) => (
          <li key={name} className={css.entry}>
            <span className={css.dot} data-tone={tone} aria-hidden />
            <span className={css.label}>{name}</span>
            <span className={css.value}>{bytesText(bytes, language)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
