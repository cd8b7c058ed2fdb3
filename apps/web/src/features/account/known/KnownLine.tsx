import type { AccountApi } from '@soroka/client/types'
import { IconChevronDown } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import css from './KnownLine.module.css'

export type Fact = Awaited<ReturnType<AccountApi['known']>>[number]

interface Props {
  fact: Fact
  time(at: number): string
}

/** One table in plain words: how much there is and since when; opened, the newest rows as they lie there. */
export function KnownLine({ fact, time }: Props) {
  const t = useText()
  const { table, column, count, first, last, rows } = fact
  const name = t(`account:known.what.${table}_${column}`, { defaultValue: `${table}.${column}` })
  const amount =
    count === null
      ? t('account:known.private')
      : count === 0
        ? t('account:known.none')
        : t('account:known.rows', { count })
  const words = (
    <span className={css.words}>
      <span className={css.name}>{name}</span>
      <span className={css.hint}>
        {amount}
        {first !== null && last !== null && `, ${first === last ? time(first) : `${time(first)} – ${time(last)}`}`}
      </span>
    </span>
  )
  if (rows.length === 0) return <div className={css.line}>{words}</div>
  return (
    <details className={css.details}>
      <summary className={css.line}>
        {words}
        <IconChevronDown size={19} stroke={1.8} className={css.chevron} aria-hidden />
      </summary>
      {count !== null && count > rows.length && (
        <p className={css.hint}>{t('account:known.newest', { count: rows.length })}</p>
      )}
      <ol className={css.rows}>
        {rows.map((row, at) => (
          // Rows have no name of their own, and never move.
          <li key={at}>
            {Object.entries(row).map(([field, value]) => (
              <span key={field} className={css.field}>
                <span className={css.hint}>{field}</span> {String(value ?? '–')}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </details>
  )
}
