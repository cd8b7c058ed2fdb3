import { Button } from '@mantine/core'
import type { ErrorCode } from '@soroka/protocol'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { problemText } from '../problem-text.ts'
import css from './viewer.module.css'

interface Props {
  code: ErrorCode | 'UNPLAYABLE'
  onRetry?: (() => void) | undefined
  /** A line below a picture that stands already. */
  small?: boolean
}

/** Why it is not shown, and what to do. */
export function Problem({ code, onRetry, small }: Props) {
  const t = useText()
  return (
    <div className={css.problem} data-small={small || undefined} role="alert">
      {!small && <IconAlertTriangle size={40} stroke={1.5} aria-hidden />}
      <p>{problemText(code, t)}</p>
      {onRetry && (
        <Button variant="white" size="sm" onClick={onRetry}>
          {t('media:again')}
        </Button>
      )}
    </div>
  )
}
